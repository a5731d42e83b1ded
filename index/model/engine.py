"""OpenVINO, imported without the parts that it does not need to compute.

With it comes a converter of models, which reports to OpenVINO's makers over the network that it was
imported, and takes a third of the time. It is left out: nothing here may ask the network.
"""

from __future__ import annotations

import sys

# The import system takes None for a module that is not there; OpenVINO goes on without.
sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]

import openvino as ov  # noqa: E402 - after the line above
from openvino import opset13 as op  # noqa: E402

__all__ = ["op", "ov"]
