"""models.dev: its history in a clone, links and inheritance, zeros, plans, and the extracted observations."""

from __future__ import annotations

import os
import subprocess
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kg.findings import KgError
from kg.ingest import models_dev
from kg.ingest._models_dev import Event, Table, parse_toml, read_events
from kg.ingest.base import Import
from tests.ingest.price_lists import (
    FIXTURES,
    ROOT,
    assertions,
    check_rows,
    offerings,
    per_million,
    prices,
    read_lines,
    reasons,
    registry,
    shared,
)

FOLDER = "models-dev"
CLONE = os.environ.get("BAIMO_MODELS_DEV_CLONE", str(ROOT.parent / "models.dev"))

MODEL = 'name = "{name}"\n[cost]\ninput = {input}\noutput = {output}\n[limit]\ncontext = 65_536\noutput = 8_192\n'


COST = "[cost]\ninput = 0.3\noutput = 0.49999999999999994\n"
LONG = "[cost.context_over_200k]\ninput = 0.5\noutput = 2\n"
CHILD = '[extends]\nfrom = "deepseek/deepseek-chat"\nomit = ["cost.context_over_200k"]\n'


class Repo:
    """A small repository in the upstream's form."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._git("init", "-q", "-b", "dev")

    def _git(self, *arguments: str, **dates: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        environment = {**os.environ, **dates, "GIT_CONFIG_GLOBAL": os.devnull}
        subprocess.run(["git", "-C", str(self.path), *identity, *arguments], check=True, env=environment)

    def commit(self, day: str, files: dict[str, str | None], links: dict[str, str] | None = None) -> None:
        """Write files (None removes one) and links, and commit them on a day."""
        for name, text in files.items():
            file = self.path / name
            if text is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.is_symlink():
                file.unlink()
            file.write_text(text, "utf-8")
        for name, target in (links or {}).items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.symlink_to(target)
        self._git("add", "-A")
        time = f"{day}T12:00:00+08:00"
        self._git("commit", "-q", "-m", "work", GIT_AUTHOR_DATE=time, GIT_COMMITTER_DATE=time)


def toml(name: str, given: str, output: str, more: str = "") -> str:
    """Return a model file; `more` stands at its head."""
    return more + MODEL.format(name=name, input=given, output=output)


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    repo = Repo(tmp_path_factory.mktemp("models.dev"))
    chat = "providers/deepseek/models/deepseek-chat.toml"
    glm = "providers/zai/models/glm-5.toml"
    repo.commit(
        "2025-06-10",
        {
            chat: toml("DeepSeek", "0.27", "1.10") + LONG,
            glm: toml("GLM-5", "0", "0"),
            "providers/openai/models/gpt-4o.toml": toml("GPT-4o", "2.50", "10.00"),
            "providers/openai/models/o3.toml": toml("o3", "2", "8"),
            "providers/chutes/models/zai-org/GLM-5:free.toml": toml("GLM-5", "0", "0"),
            "providers/chutes/models/zai-org/GLM-5.toml": toml("GLM-5", "0", "0"),
            "providers/zai-coding-plan/models/glm-5.toml": toml("GLM-5", "0", "0"),
            "README.md": "nothing",
        },
        links={"providers/zhipuai/models/glm-5.toml": "../../zai/models/glm-5.toml"},
    )
    repo.commit("2025-06-12", {glm: toml("GLM-5", "1.00", "3.20") + "output = 4_096\n"})
    repo.commit("2025-07-01", {chat: toml("DeepSeek V3", "0.270", "1.1") + LONG})
    repo.commit(
        "2025-07-02",
        {"providers/vercel/models/deepseek/deepseek-v3.toml": CHILD},
    )
    repo.commit("2025-09-05", {chat: toml("DeepSeek", "0.57", "1.68", 'status = "beta"\n')})
    repo.commit("2025-09-06", {chat: toml("DeepSeek", "0.57", "1.68")})
    repo.commit(
        "2026-06-03",
        {
            "models/deepseek/deepseek-v3.2.toml": toml("DeepSeek-V3.2", "9", "9"),
            "providers/groq/models/ds32.toml": f'base_model = "deepseek/deepseek-v3.2"\n{COST}',
            "providers/groq/models/kimi-k2.toml": 'base_model = "moonshotai/kimi-k2"\n',
            "providers/chutes/models/zai-org/GLM-5.toml": None,
        },
    )
    return repo


@pytest.fixture(scope="module")
def events(repo: Repo) -> list[Event]:
    return list(read_events(repo.path))


@pytest.fixture(scope="module")
def listed(repo: Repo) -> Import:
    return models_dev.read(repo.path, registry())


def of(events: list[Event], provider: str, model: str) -> list[tuple[str, str]]:
    return [(event.day, event.op) for event in events if (event.provider, event.model) == (provider, model)]


def test_history_of_a_file_is_additions_changes_flags_and_confirmations(events: list[Event]) -> None:
    assert of(events, "deepseek", "deepseek-chat") == [
        ("2025-06-10", "added"),
        ("2025-07-01", "confirmed"),
        ("2025-09-05", "changed"),
        ("2025-09-06", "status"),
    ]


def test_change_of_a_parent_changes_what_extends_it(events: list[Event]) -> None:
    found = [event for event in events if event.provider == "vercel"]
    assert [(event.day, event.op) for event in found] == [
        ("2025-07-02", "added"),
        ("2025-09-05", "changed"),
        ("2025-09-06", "status"),
    ]
    first: Table = found[0].cost or {}
    assert first["input"] == "0.270"
    assert "tiers" not in first, "omit takes the tier away"


def test_link_follows_its_target_and_says_nothing_of_its_own(events: list[Event], listed: Import) -> None:
    assert of(events, "zhipuai", "glm-5") == [("2025-06-10", "added"), ("2025-06-12", "changed")]
    assert reasons(listed)["a link to another provider's file"] == 2
    assert not [key for key in prices(listed) if key.startswith("zhipuai~")]


def test_base_model_gives_the_name_and_the_context_and_never_a_price(events: list[Event], listed: Import) -> None:
    assert prices(listed)["groq~ds32~input~2026-06-03"]["amount"] == "0.3"
    offer = offerings(listed)["groq~ds32"]
    assert (offer["model"], offer["context_tokens"]) == ("model/deepseek-v3.2", "65536")
    assert reasons(listed)["no price stated"] == 1


def test_file_with_a_key_twice_is_read_with_its_last_value(listed: Import) -> None:
    assert prices(listed)["zai~glm-5~output~2025-06-12"]["amount"] == "3.2"
    assert parse_toml(b"[limit]\noutput = 1\ncontext = 3\noutput = 2\n") == {"limit": {"context": 3, "output": 2}}


def test_tier_holds_above_its_size_and_the_base_price_below(listed: Import) -> None:
    by_key = prices(listed)
    assert by_key["deepseek~deepseek-chat~input~input-to-200000~2025-06-10"]["amount"] == "0.27"
    assert by_key["deepseek~deepseek-chat~input~input-over-200000~2025-06-10"]["amount"] == "0.5"


def test_own_platform_confirms_a_price_with_the_last_version_that_shows_it(listed: Import) -> None:
    row = prices(listed)["deepseek~deepseek-chat~output~input-to-200000~2025-07-01"]
    assert (row["amount"], row["as_stated"]) == ("1.1", "1.1")


def test_zero_counts_where_the_sku_says_free_or_the_developer_shows_it_throughout(listed: Import) -> None:
    by_key = prices(listed)
    assert by_key["chutes~zai-org--glm-5~free~input~2025-06-10"]["amount"] == "0"
    assert by_key["zai~glm-5~input~2025-06-10"]["amount"] == "0"
    assert reasons(listed)["0: free, included or not known"] == 1


def test_noise_of_binary_fractions_is_rounded_and_kept_as_stated(listed: Import) -> None:
    row = prices(listed)["groq~ds32~output~2026-06-03"]
    assert (row["amount"], row["as_stated"]) == ("0.5", "0.49999999999999994")


def test_plan_and_removal_give_no_price(listed: Import) -> None:
    assert reasons(listed)["a plan paid by the period, without a price per token"] == 1
    assert reasons(listed)["gone from the list, which is no withdrawal"] == 1


def test_reference_models_stand_at_their_developers_alone(listed: Import) -> None:
    assert prices(listed)["openai~gpt-4o~input~2025-06-10"]["as_stated"] == "2.50"
    assert reasons(listed)["a model of another country"] == 1


def test_same_clone_gives_the_same_claims(repo: Repo, listed: Import) -> None:
    assert models_dev.read(repo.path, registry()).rows == listed.rows


def test_extracted_observations_give_claims_too() -> None:
    found = models_dev.read(FIXTURES / FOLDER, registry())
    by_key = prices(found)
    assert by_key["deepseek~deepseek-chat~output~2025-06-10"]["amount"] == "1.1"
    assert by_key["alibaba-cn~qwen3.6-plus~output~input-over-256000~2026-05-12"]["amount"] == "6.602"
    assert offerings(found)["alibaba-cn~qwen3.6-plus"]["market"] == "cn"
    assert found.upstream_rows == 6


def test_yuan_typed_as_dollars_stay_as_stated() -> None:
    row = prices(models_dev.read(FIXTURES / FOLDER, registry()))["zhipuai~glm-5.1~input~2026-04-08"]
    assert (row["currency"], row["amount"]) == ("USD", "6")


def test_folder_without_observations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"price-observations\.jsonl"):
        models_dev.read(tmp_path, registry())


def test_every_extracted_observation_made_claims_or_was_counted() -> None:
    found = models_dev.read(shared(FOLDER), registry())
    check_rows(found)
    assert found.upstream_rows == 5615
    rows = read_lines(shared(FOLDER) / "price-observations.jsonl")
    said = {row["locator"] for row in found.rows["prices"]} | {item.locator for item in found.left_out}
    places = {f"{row['commit']}:providers/{row['provider']}/models/{row['model']}.toml#cost" for row in rows}
    assert places == said | (places & {row["locator"] for row in found.rows["offerings"]})


def clone() -> Path:
    path = Path(CLONE)
    if not path.is_dir():
        pytest.skip("no clone of models.dev: name one in BAIMO_MODELS_DEV_CLONE")
    return path


def test_clone_gives_the_extracted_observations() -> None:
    expected = {
        (row["provider"], row["model"], row["commit"], row["op"]): row
        for row in read_lines(shared(FOLDER) / "price-observations.jsonl")
    }
    found = {(event.provider, event.model, event.commit, event.op): event for event in read_events(clone())}
    missing = [key for key in expected if key not in found and (*key[:3], "changed") not in found]
    assert not missing
    for key, row in expected.items():
        event = found.get(key)
        if event and event.cost and row["cost"]:
            for part in ("input", "output", "cache_read"):
                if part in row["cost"]:
                    assert round(Decimal(event.cost[part]), 10) == round(Decimal(row["cost"][part]), 10), key


def test_rows_of_the_finding_aid_are_among_the_claims() -> None:
    """Some of its commits lie on branches: the main line has them up to nine days later."""
    found = models_dev.read(shared(FOLDER), registry())
    days: dict[tuple[str, str, Decimal], set[str]] = {}
    for row in found.rows["prices"]:
        key = (row["sku"].lower(), row["component"], Decimal(row["amount"]))
        days.setdefault(key, set()).add(row["observed_on"])
    components = {"cached input": "cached-input", "output thinking": "reasoning-output"}
    missing = []
    for row in assertions("anomalyco/models.dev", "B"):
        component = components.get(row["component"], row["component"])
        amount = per_million(row["price_after"], row["unit"])
        seen = days.get((row["model_as_stated"].lower(), component, amount), set())
        latest = (date.fromisoformat(row["observed_date"]) + timedelta(days=9)).isoformat()
        if not any(day <= latest for day in seen):
            missing.append(row["row_id"])
    assert missing == ["E1219"], "the cached price of MiniMax-M2.7 was other when its branch was merged"
