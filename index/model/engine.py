"""OpenVINO, imported without its model converter.

The converter reports its import over the network, and takes a third of the import time. Nothing
here may use the network.
"""

from __future__ import annotations

import sys

# The import system takes None for a module that is not there; OpenVINO goes on without.
sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]

import openvino as ov  # noqa: E402 - after the line above
from openvino import opset13 as op  # noqa: E402

__all__ = ["op", "ov"]
