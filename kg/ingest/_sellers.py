"""Who sells what as first party, for the importers of price lists (rule: docs/inclusion.md).

A platform of a developer sells its own models as first party and others' as a cloud host. A platform that
develops none of what it sells is a cloud host, one that passes requests on to other hosts is an aggregator.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.ingest._lists import model_of
from kg.ingest.names import Names

OWN = {
    "01ai-platform": "yi-",
    "ai360-platform": "360(?!/)",
    "alibaba-bailian": (
        "qwen|qwq|qvq|codeqwen|tongyi|farui|happyhorse|wan[x0-9]|text-embedding-v|multimodal-embedding|gte-|"
        "cosyvoice|sambert|paraformer|fun-asr|gui-plus|z-image"
    ),
    "ant-ling": "ling-|ring-|ming-",
    "anthropic-api": "claude",
    "baichuan-platform": "baichuan",
    "baidu-qianfan": "ernie|qianfan|embedding-v1|irag|yiyan|musesteamer",
    "deepseek-platform": "deepseek",
    "google-gemini-api": "gemini|gemma",
    "huawei-maas": "pangu|openpangu",
    "iflytek-spark": "spark|4.0ultra|generalv|max-32k|pro-128k|lite",
    "infiniai": "megrez",
    "internlm-platform": "intern",
    "longcat-platform": "longcat",
    "minimax-platform": "minimax|abab|speech|t2a|hailuo|embo|music|image-01|t2v|i2v|s2v|m2-",
    "moonshot-platform": "moonshot|kimi",
    "openai-api": "gpt|chatgpt|o[134]|text-embedding|tts|whisper|dall-e",
    "sensenova": "sense|nova",
    "stepfun-platform": "step",
    "streamlake": "kat|kwai|keye|kling",
    "taichu-platform": "taichu|zidongtaichu",
    "tencent-hunyuan": "hunyuan|hy[0-9-]|tencent|chatpro|chatstd|youtu|yt-video",
    "volcengine-ark": "doubao|seed|skylark|ui-tars",
    "xiaomi-mimo": "mimo",
    "zai": "glm|autoglm|cogview|cogvideo",
    "zhipu-bigmodel": "glm|chatglm|charglm|codegeex|cogview|cogvideo|cogtts|embedding-|emohaa|autoglm|rerank",
}
"""Platform of a developer → how the names of its own models begin (regular expression, lower case)."""

AGGREGATORS = frozenset({
    "302ai", "abacus", "aihubmix", "anyapi", "cloudflare-ai-gateway", "fastrouter", "helicone", "jiekou",
    "kilo", "llmgateway", "merge-gateway", "nano-gpt", "openrouter", "orcarouter", "poe", "qihang-ai",
    "routing-run", "vercel", "zenmux",
})  # fmt: skip
"""Services that pass requests on to other hosts."""

_MADE_IN_CHINA = {
    "01-ai": r"yi-|01-ai",
    "360": r"360|zhinao",
    "aisphere": r"pixverse",
    "alibaba": (
        r"qwen|qwq|qvq|codeqwen|tongyi|farui|gte-|wan[x\d]|text-embedding-v\d|multimodal-embedding|marco-|"
        r"gui-plus|z-image|ovis|happyhorse"
    ),
    "baai": r"baai|bge-|aquila",
    "baichuan": r"baichuan",
    "baidu": r"baidu|ernie|musesteamer|embedding-v1|tao-8k|qianfan|irag|paddlepaddle|paddleocr",
    "bytedance": r"doubao|seed-|seedream|seedance|skylark|ui-tars|bytedance",
    "deepseek": r"deepseek|janus",
    "huawei": r"pangu|openpangu|huawei",
    "iflytek": r"(?<!codex-)spark-|sparkdesk|generalv|4\.0ultra",
    "infinigence": r"megrez",
    "inclusionai": r"ling-|ring-|ming-|inclusionai",
    "kuaishou": r"kat-|kwai|keye|kolors|kling",
    "kunlun-skywork": r"skywork",
    "meituan": r"longcat",
    "minimax": r"minimax|abab|embo-|hailuo|m2-her|image-01",
    "moonshotai": r"kimi|moonshot",
    "nex-agi": r"nex-",
    "netease": r"bce-",
    "rednote": r"dots\.|rednote",
    "sensetime": r"sense",
    "shanghai-ai-lab": r"intern",
    "shengshu": r"vidu",
    "stepfun": r"step-|step\d|stepfun",
    "tele-ai": r"tele",
    "tencent": r"youtu|yt-video|hunyuan|hy\d|hy-|tencent|chatpro|chatstd",
    "xiaomi": r"mimo",
    "xverse": r"xverse",
    "zhipuai": (
        r"glm|chatglm|charglm|codegeex|cogview|cogvideo|cogagent|emohaa|autoglm|(?<!text-)embedding-[23]|zai-org|"
        r"z-ai|zhipu"
    ),
    "cas": r"taichu|zidongtaichu",
}
"""Developer → how the names of its models begin, after a slash, dot, colon, hyphen or `@` or at the start."""
_NAMES = {lab: re.compile(rf"(?:^|[/.:@_~-])(?:{names})", re.IGNORECASE) for lab, names in _MADE_IN_CHINA.items()}
_VARIANT = re.compile(r"[:@].*$")
_PLANS = re.compile(r"(?:coding|token)-plan|-go$|kimi-for-coding")


@lru_cache(maxsize=16_384)
def channel(service: str, sku: str, seller: str = "") -> str:
    """Return the code of the scheme `channel` for a SKU on a service.

    `seller` is the upstream's own provider id, which tells subscription plans apart.
    """
    if _PLANS.search(seller):
        return "subscription"
    if service in AGGREGATORS:
        return "aggregator"
    own = OWN.get(service)
    return "first-party" if own and re.match(own, sku.lower()) else "cloud-host"


@lru_cache(maxsize=16_384)
def lab_of(sku: str) -> str | None:
    """Return the Chinese developer whose naming a SKU follows, None for other models.

    The first name in the SKU decides: `DeepSeek-R1-Distill-Qwen-32B` is DeepSeek's.
    """
    found = ((match.start(), lab) for lab, names in _NAMES.items() if (match := names.search(sku)))
    return min(found, default=(0, None))[1]


def is_chinese_model(sku: str) -> bool:
    """Whether a SKU names a model made in China, by the names that Chinese developers give.

    A derivative that keeps such a name (`DeepSeek-R1-Distill-Llama-70B`) counts; one of a foreign developer
    that only mentions the language (`Llama3-Chinese`) does not.
    """
    return lab_of(sku) is not None


def model_behind(names: Names, sku: str, source: str) -> str | None:
    """Return `model/…` where a SKU names a model of the registry, None where it does not or is re-pointed.

    In order: a reviewed spelling or API name, a Hugging Face repository, the API name after the path of a host
    (`Pro/deepseek-ai/DeepSeek-R1`, `qwen3-32b:free`) if it follows a Chinese developer's naming.
    """
    plain = _VARIANT.sub("", sku)
    last = plain.rpartition("/")[2]
    return (
        model_of(names, sku, source)
        or names.by_outside_id("huggingface", plain, ("model",))
        or (model_of(names, last, source) if lab_of(last) else None)
    )
