"""The generated code is what `vision.proto` says; a changed one that was not generated anew must not go unseen."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import MagicMock

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    ServiceDescriptorProto,
)

from pawsight import rpc
from pawsight.rpc import vision_pb2, vision_pb2_grpc

FOLDER = Path(rpc.__file__).parent
HOW = "run the command at the top of vision.proto, and commit what it makes"


def _described() -> FileDescriptorProto:
    file = FileDescriptorProto()
    vision_pb2.DESCRIPTOR.CopyToProto(file)
    return file


def _field(field: FieldDescriptorProto, package: str) -> str:
    named = field.type_name.removeprefix(f".{package}.").removeprefix(".")
    kind = named or FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()
    repeated = "repeated " if field.label == FieldDescriptorProto.LABEL_REPEATED else ""
    optional = "optional " if field.proto3_optional else ""
    option = f' [json_name = "{field.json_name}"]' if field.HasField("json_name") else ""
    return f"{repeated}{optional}{kind} {field.name} = {field.number}{option};"


def _message(message: DescriptorProto, package: str) -> Iterator[str]:
    yield f"message {message.name} {{"
    opened = None
    for field in message.field:
        choice = field.oneof_index if field.HasField("oneof_index") and not field.proto3_optional else None
        if choice != opened and opened is not None:
            yield "}"
        if choice != opened and choice is not None:
            yield f"oneof {message.oneof_decl[choice].name} {{"
        opened = choice
        yield _field(field, package)
    yield "}" if opened is None else "}}"


def _service(service: ServiceDescriptorProto, package: str) -> Iterator[str]:
    yield f"service {service.name} {{"
    for method in service.method:
        takes, gives = (
            f"({'stream ' if streams else ''}{name.removeprefix(f'.{package}.')})"
            for name, streams in (
                (method.input_type, method.client_streaming),
                (method.output_type, method.server_streaming),
            )
        )
        yield f"rpc {method.name} {takes} returns {gives};"
    yield "}"


def _spelt(file: FileDescriptorProto) -> str:
    """A descriptor as its `.proto` would be written."""
    lines = [f'syntax = "{file.syntax}";', f"package {file.package};"]
    lines += [f'import "{name}";' for name in file.dependency]
    for service in file.service:
        lines += _service(service, file.package)
    for message in file.message_type:
        lines += _message(message, file.package)
    return "\n".join(lines)


def _tokens(proto: str) -> list[str]:
    return re.findall(r'"[^"]*"|[\w.]+|[^\s\w]', re.sub(r"(?m)//.*$", "", proto))


def test_the_messages_are_those_of_the_proto() -> None:
    written = (FOLDER / "vision.proto").read_text("utf-8")

    assert _tokens(_spelt(_described())) == _tokens(written), HOW


def test_their_types_are_too() -> None:
    tree = ast.parse((FOLDER / "vision_pb2.pyi").read_text("utf-8"))
    typed = {
        one.name: {line.target.id for line in one.body if isinstance(line, ast.AnnAssign)}  # type: ignore[union-attr]
        for one in tree.body
        if isinstance(one, ast.ClassDef)
    }

    for message in _described().message_type:
        fields = {name for name in typed[message.name] if not name.endswith("_FIELD_NUMBER")}
        assert fields == {field.name for field in message.field}, HOW
    assert len(typed) == len(_described().message_type), HOW


def test_the_service_is_too() -> None:
    server = MagicMock()
    vision_pb2_grpc.add_VisionServicer_to_server(MagicMock(), server)
    name, handlers = server.add_registered_method_handlers.call_args.args
    [service] = _described().service

    assert name == f"{_described().package}.{service.name}", HOW
    assert {method: (one.request_streaming, one.response_streaming) for method, one in handlers.items()} == {
        one.name: (one.client_streaming, one.server_streaming) for one in service.method
    }, HOW
