from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ProcessRequest(_message.Message):
    __slots__ = ("frame", "timestamp", "enabled_models")
    FRAME_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    ENABLED_MODELS_FIELD_NUMBER: _ClassVar[int]
    frame: bytes
    timestamp: float
    enabled_models: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, frame: _Optional[bytes] = ..., timestamp: _Optional[float] = ..., enabled_models: _Optional[_Iterable[str]] = ...) -> None: ...

class Box(_message.Message):
    __slots__ = ("x", "y", "w", "h")
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    W_FIELD_NUMBER: _ClassVar[int]
    H_FIELD_NUMBER: _ClassVar[int]
    x: float
    y: float
    w: float
    h: float
    def __init__(self, x: _Optional[float] = ..., y: _Optional[float] = ..., w: _Optional[float] = ..., h: _Optional[float] = ...) -> None: ...

class Detection(_message.Message):
    __slots__ = ("class_name", "confidence", "box", "track_id")
    CLASS_NAME_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    BOX_FIELD_NUMBER: _ClassVar[int]
    TRACK_ID_FIELD_NUMBER: _ClassVar[int]
    class_name: str
    confidence: float
    box: Box
    track_id: int
    def __init__(self, class_name: _Optional[str] = ..., confidence: _Optional[float] = ..., box: _Optional[_Union[Box, _Mapping]] = ..., track_id: _Optional[int] = ...) -> None: ...

class Keypoint(_message.Message):
    __slots__ = ("name", "x", "y", "confidence", "track_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    TRACK_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    x: float
    y: float
    confidence: float
    track_id: int
    def __init__(self, name: _Optional[str] = ..., x: _Optional[float] = ..., y: _Optional[float] = ..., confidence: _Optional[float] = ..., track_id: _Optional[int] = ...) -> None: ...

class Action(_message.Message):
    __slots__ = ("label", "probability", "track_id", "source")
    LABEL_FIELD_NUMBER: _ClassVar[int]
    PROBABILITY_FIELD_NUMBER: _ClassVar[int]
    TRACK_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    label: str
    probability: float
    track_id: int
    source: str
    def __init__(self, label: _Optional[str] = ..., probability: _Optional[float] = ..., track_id: _Optional[int] = ..., source: _Optional[str] = ...) -> None: ...

class SuggestedEvent(_message.Message):
    __slots__ = ("type", "confidence", "data")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    type: str
    confidence: float
    data: _struct_pb2.Struct
    def __init__(self, type: _Optional[str] = ..., confidence: _Optional[float] = ..., data: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...

class ProcessResponse(_message.Message):
    __slots__ = ("detections", "keypoints", "actions", "objects", "suggested_events")
    DETECTIONS_FIELD_NUMBER: _ClassVar[int]
    KEYPOINTS_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    SUGGESTED_EVENTS_FIELD_NUMBER: _ClassVar[int]
    detections: _containers.RepeatedCompositeFieldContainer[Detection]
    keypoints: _containers.RepeatedCompositeFieldContainer[Keypoint]
    actions: _containers.RepeatedCompositeFieldContainer[Action]
    objects: _containers.RepeatedCompositeFieldContainer[Detection]
    suggested_events: _containers.RepeatedCompositeFieldContainer[SuggestedEvent]
    def __init__(self, detections: _Optional[_Iterable[_Union[Detection, _Mapping]]] = ..., keypoints: _Optional[_Iterable[_Union[Keypoint, _Mapping]]] = ..., actions: _Optional[_Iterable[_Union[Action, _Mapping]]] = ..., objects: _Optional[_Iterable[_Union[Detection, _Mapping]]] = ..., suggested_events: _Optional[_Iterable[_Union[SuggestedEvent, _Mapping]]] = ...) -> None: ...

class Error(_message.Message):
    __slots__ = ("code", "message", "details", "timestamp")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    code: str
    message: str
    details: str
    timestamp: str
    def __init__(self, code: _Optional[str] = ..., message: _Optional[str] = ..., details: _Optional[str] = ..., timestamp: _Optional[str] = ...) -> None: ...

class StreamResponse(_message.Message):
    __slots__ = ("seq", "response", "error")
    SEQ_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    seq: int
    response: ProcessResponse
    error: Error
    def __init__(self, seq: _Optional[int] = ..., response: _Optional[_Union[ProcessResponse, _Mapping]] = ..., error: _Optional[_Union[Error, _Mapping]] = ...) -> None: ...
