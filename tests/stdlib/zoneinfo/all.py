from zoneinfo import ZoneInfo
from datetime import datetime, timedelta, UTC
try:
    ZoneInfo("No/Such")
except Exception as e:
    print(type(e).__name__, e)  # expect: ZoneInfoNotFoundError 'No time zone found with key No/Such'
z = ZoneInfo("UTC")
print(z, datetime(2024, 1, 1, tzinfo=z).utcoffset(), z.key)  # expect: UTC 0:00:00 UTC
