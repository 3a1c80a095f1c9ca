import uuid
uuid.UUID("abc")
