"""The gRPC service: `vision.proto`, and the code that is generated from it."""
