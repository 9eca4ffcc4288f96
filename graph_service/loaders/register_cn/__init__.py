"""Chinese enterprise registers: enterprises, shareholders, officers, change records, branches; CSV folders or XLSX."""

from graph_service.loaders.register_cn.shape import RegisterCn

LOADER = RegisterCn()

__all__ = ["LOADER", "RegisterCn"]
