"""What the price names of the Bailian page and catalogue mean: component, modes, unit."""

from __future__ import annotations

import re
from typing import NamedTuple

MODALITIES = {
    ("input", ""): ("input", ""),
    ("input", "text"): ("input", ""),
    ("input", "text or image"): ("input", ""),
    ("input", "text, image or video"): ("input", ""),
    ("input", "audio"): ("audio-input", ""),
    ("input", "image"): ("vision-input", ""),
    ("input", "image or video"): ("vision-input", ""),
    ("output", ""): ("output", ""),
    ("output", "text"): ("output", ""),
    ("output", "text, on text-only input"): ("output", ""),
    ("output", "text, on multimodal input"): ("output", "multimodal-input"),
    ("output", "audio"): ("audio-output", ""),
    ("output", "text and audio, only audio counted"): ("audio-output", ""),
}
"""Component and modality of the page → component and mode."""

UNITS = {
    "per 1M tokens": ("token", "1000000"),
    "per 10k characters": ("character", "10000"),
    "per image": ("image", None),
    "per second": ("second", None),
    "per call": ("call", None),
    "次": ("call", None),
}
"""Unit of the catalogue → price unit, and how many of it the amount buys."""

_PLAIN = {
    "audio-input": (
        "audio_input_token", "omni_audio_input_token", "translate_audio_input_token", "content_duration",
    ),
    "audio-output": ("multi_output_token", "omni_audio_output_token", "translate_multi_output_token"),
    "image-input": ("image_detect_number",),
    "image-output": ("image_number", "image_standard"),
    "input": (
        "input", "input_token", "embedding input", "text_input_token", "omni_no_audio_input_token",
        "tts_text_number", "cosy_tts_number",
    ),
    "output": (
        "output", "output_token", "purein_text_output_token", "translate_multi_text_output_token",
        "qwen_tts_multi_output_token",
    ),
    "video-output": ("video_ratio",),
    "vision-input": ("embedding_image_token", "vision_input_token", "translate_vision_input_token"),
}  # fmt: skip
_NAMES = {
    **{name: (component, "") for component, names in _PLAIN.items() for name in names},
    "cached input": ("cached-input", ""),
    "text_input_token_cache": ("cached-input", ""),
    "thinking_input_token_cache": ("cached-input", "thinking"),
    "input_token_cache_creation_5m": ("cache-write", "cache-5m+explicit-cache"),
    "input_token_cache_read": ("cached-input", "explicit-cache"),
    "vision_input_token_cache": ("cached-vision-input", ""),
    "audio_input_token_cache": ("cached-audio-input", ""),
    "omni_no_audio_output_token": ("output", "multimodal-input"),
    "multiin_text_output_token": ("output", "multimodal-input"),
    "input_token_batch_chat": ("input", "batch-chat"),
    "output_token_batch_chat": ("output", "batch-chat"),
    "embedding_token_batch": ("input", "batch"),
    "ft": ("training", "fine-tuned"),
    "image_thinking": ("image-output", "thinking"),
    "tts_vc_model": ("request", "voice-clone"),
    "video_duration_1-1": ("video-output", "ratio-1-1"),
    "video_duration_3-4": ("video-output", "ratio-3-4"),
}
_VIDEO = re.compile(r"(?:video_ratio_)?(\d+p|pro)((?:_(?:no_audio|no_reference_video|reference_video|batch))*)")
_IMAGE = re.compile(r"image_type_(\dk)")


class Term(NamedTuple):
    """What a price name means."""

    component: str
    modes: str
    """Codes of the scheme `mode`, joined by +."""


def catalogue_term(name: str) -> Term | None:
    """Return what a price name of the catalogue means; None for a name that is not known."""
    if name in _NAMES:
        return Term(*_NAMES[name])
    if match := _IMAGE.fullmatch(name):
        return Term("image-output", match.group(1))
    if match := _VIDEO.fullmatch(name.lower()):
        return Term("video-output", "+".join(sorted([match.group(1), *_flags(match.group(2))])))
    rest = name.removeprefix("batch ").removesuffix("_batch")
    bare = re.sub(r"^thinking[ _]", "", rest)
    if bare not in _NAMES:
        return None
    component, mode = _NAMES[bare]
    modes = {mode, "thinking" if bare != rest else "", "batch" if rest != name else ""}
    return Term(component, "+".join(sorted(modes - {""})))


def _flags(text: str) -> list[str]:
    """`_no_audio_reference_video` → no-audio, reference-video."""
    found = re.findall(r"no_audio|no_reference_video|reference_video|batch", text)
    return [flag.replace("_", "-") for flag in found]
