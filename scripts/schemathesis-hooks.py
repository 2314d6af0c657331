"""How bodies are written that are not JSON: the generated text is the body."""

import schemathesis


@schemathesis.serializer("application/x-ndjson", "text/csv")
def as_text(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
