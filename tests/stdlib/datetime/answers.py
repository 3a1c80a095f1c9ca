"""What the types of datetime answer to right and wrong arguments."""
import warnings
from datetime import *
import datetime as module

warnings.simplefilter("ignore")


class Z(tzinfo):
    def __init__(self, offset=None, name=None, summer=None):
        self.offset, self.name, self.summer = offset, name, summer

    def utcoffset(self, moment):
        return self.offset

    def tzname(self, moment):
        return self.name

    def dst(self, moment):
        return self.summer


class T(timedelta):
    pass


class DD(date):
    pass


class DT(datetime):
    pass


class TT(time):
    pass


CASES = r"""
timedelta('a')
timedelta(days='a')
timedelta(1,2,3,4,5,6,7,8)
timedelta(foo=1)
timedelta(10**9)
timedelta(-10**9)
timedelta(10**20)
timedelta(microseconds=10**40)
timedelta(days=1e300)
timedelta(days=float('nan'))
timedelta(days=float('inf'))
timedelta(1)+1
timedelta(1)-1
1-timedelta(1)
timedelta(1)*'a'
timedelta(1)*float('nan')
timedelta(1)*float('inf')
timedelta(1)/0
timedelta(1)/0.0
timedelta(1)//0
timedelta(1)//1.0
timedelta(1)/timedelta(0)
timedelta(1)//timedelta(0)
timedelta(1)%timedelta(0)
divmod(timedelta(1),timedelta(0))
timedelta(1)%1
timedelta(1)<1
timedelta(1)==1
timedelta.max+timedelta.resolution
-timedelta.max
abs(timedelta.min)
timedelta.max*2
timedelta(1).__reduce__()
date(0,1,1)
date(10000,1,1)
date(2020,0,1)
date(2020,13,1)
date(2020,2,30)
date(2020,1,0)
date(2020,1)
date()
date(2020,1,1,1)
date('a',1,1)
date(2020.0,1,1)
date(2020,1,1.5)
date(10**20,1,1)
date(year=2020,month=1,day=2)
date(b'abcd')
date(b'\x07\xe4\x01\x02')
date(b'\x07\xe4\x0d\x02')
date(b'\x07\xe4\x01\x42')
date('\x07\xe4\x01\x02')
date('\x07\u20ac\x01\x02')
date.fromordinal(0)
date.fromordinal(3652060)
date.fromordinal(-1)
date.fromordinal('a')
date.fromordinal(10**20)
date.fromtimestamp('a')
date.fromtimestamp(float('nan'))
date.fromtimestamp(None)
date.fromisoformat('2020')
date.fromisoformat('2020-13-01')
date.fromisoformat('2020-1-01')
date.fromisoformat('2020-01-32')
date.fromisoformat(1)
date.fromisoformat(b'2020-01-01')
date.fromisoformat('2020-W01-8')
date.fromisoformat('2020-W54')
date.fromisoformat('2020-W01-')
date.fromisoformat('２020-01-01')
date.fromisoformat('2020W531')
date.fromisoformat('20200101')
date.fromisocalendar(2020,1,0)
date.fromisocalendar(2020,54,1)
date.fromisocalendar(2021,53,1)
date.fromisocalendar(0,1,1)
date.fromisocalendar(10000,1,1)
date.fromisocalendar(9999,53,1)
date.fromisocalendar(1,1,'a')
date.fromisocalendar(2020,1,10**20)
date.max+timedelta(1)
date.min-timedelta(1)
date(2020,1,1)+1
date(2020,1,1)-1
1-date(2020,1,1)
date(2020,1,1)-'a'
timedelta(1)-date(2020,1,1)
date(2020,1,1)<1
date(2020,1,1)<datetime(2020,1,1)
datetime(2020,1,1)<date(2020,1,1)
date(2020,1,1)==datetime(2020,1,1)
datetime(2020,1,1)-date(2020,1,1)
date(2020,1,1)-datetime(2020,1,1)
date(2020,1,1).replace(foo=1)
date(2020,1,1).replace(month=13)
date(2020,1,1).replace(2021,2,3,4)
date(2020,1,1).strftime()
date(2020,1,1).strftime(1)
date(2020,1,1).strftime('%Y %z %Z %f %:z %F %C %G')
date(20,1,1).strftime('%Y %z %Z %f %:z %F %C %G')
date(2020,1,1).__format__(1)
date(2020,1,1).__format__('')
format(date(2020,1,1),'%d')
date(2020,1,1).isocalendar()
date(2020,1,1).isocalendar()._year
date(2020,1,1).isocalendar().week
date(2020,1,1).isocalendar()[0]
date(2020,1,1).isocalendar().__reduce__()
date(2020,1,1).timetuple()
date(2020,1,1).ctime()
date(2020,1,1).__reduce__()
date.strptime('2020','%Y')
time.strptime('20','%H')
datetime.strptime('20','%Y')
datetime.strptime('20',1)
datetime.strptime(1,'a')
time(24)
time(-1)
time(1,60)
time(1,1,60)
time(1,1,1,1000000)
time(1,tzinfo=1)
time(1,fold=2)
time(1,2,3,4,None,0)
time('a')
time(b'\x01\x02\x03\x04\x05\x06')
time(b'\x81\x02\x03\x04\x05\x06')
time(b'\x01\x02\x03\x04\x05\x06',1)
time(b'\x21\x02\x03\x04\x05\x06')
time(b'12345')
time(1,2).isoformat('foo')
time(1,2).isoformat(1)
time(1,2,3,4).isoformat('milliseconds')
time(1,2)<1
time(1,2)<time(1,tzinfo=timezone.utc)
time(1,2)==time(1,tzinfo=timezone.utc)
time.fromisoformat('24:00')
time.fromisoformat('25:00')
time.fromisoformat('1')
time.fromisoformat('T12')
time.fromisoformat('12:3')
time.fromisoformat('12:30:1x')
time.fromisoformat('12:30+24:00')
time.fromisoformat('12:30+23:59:59.999999')
time.fromisoformat('12:30Z')
time.fromisoformat('12:30:45,1234567')
time.fromisoformat('12:30:45.')
time.fromisoformat(1)
time(1,2).__reduce__()
time(1,2,fold=1,tzinfo=timezone.utc).__reduce_ex__(3)
time(1,2,fold=1).__reduce_ex__(2)
time(1).replace(tzinfo=1)
time(1).replace(fold=3)
time(1,2,3,4,timezone.utc,fold=1)
time(1).strftime('%Y-%m-%d %H:%M %z %f')
datetime(1,1)
datetime()
datetime(2020,1,1,24)
datetime(2020,1,1,tzinfo=1)
datetime(2020,1,1,fold=2)
datetime(2020,1,1,1,1,1,1,None,1)
datetime(b'1234567890')
datetime(b'\x07\xe4\x01\x02\x03\x04\x05\x06\x07\x08')
datetime(b'\x07\xe4\x81\x02\x03\x04\x05\x06\x07\x08',timezone.utc)
datetime(b'\x07\xe4\x01\x02\x03\x04\x05\x06\x07\x08',1)
datetime.now(1)
datetime.now(tz=1)
datetime.fromtimestamp(1,1)
datetime.fromtimestamp(1e300)
datetime.fromtimestamp(float('nan'))
datetime.fromtimestamp('a')
datetime.fromtimestamp(1<<70)
datetime.fromtimestamp(-1<<70)
datetime.fromtimestamp(1,timezone.utc)
datetime.fromtimestamp(1.5000005,timezone.utc)
datetime.fromtimestamp(-1.5,timezone.utc)
datetime.utcfromtimestamp(1)
datetime.combine(1,2)
datetime.combine(date(1,1,1),2)
datetime.combine(date(1,1,1),time(1,tzinfo=timezone.utc))
datetime.combine(date(1,1,1),time(1),tzinfo=1)
datetime.combine(date(1,1,1),time(1),timezone.utc)
datetime.fromisoformat('2020-01-01T25')
datetime.fromisoformat('2020-01-01T')
datetime.fromisoformat('2020-01-01T24:00')
datetime.fromisoformat('9999-12-31T24:00')
datetime.fromisoformat('2020-01-01T24:01')
datetime.fromisoformat('2020-12-31T24:00')
datetime.fromisoformat('2020-01-01 12:30:45.123456+05:30')
datetime.fromisoformat('20200101T123045')
datetime.fromisoformat('2020-W01-1T12')
datetime.fromisoformat('2020W011T12')
datetime.fromisoformat('2020-01-01\u20ac12')
datetime.fromisoformat('2020-01-01\ud80012')
datetime.fromisoformat('abc')
datetime.fromisoformat('')
datetime.fromisoformat(1)
datetime.fromisoformat('2020-01-01T12:30+')
datetime.fromisoformat('2020-01-01T12:30+25:00')
datetime.fromisoformat('2020-01-01T12:30+00:00')
datetime.fromisoformat('2020-01-01T12:30-00:00:00.000001')
datetime(2020,1,1).isoformat('ab')
datetime(2020,1,1).isoformat(1)
datetime(2020,1,1).isoformat(' ','x')
datetime(2020,1,1).isoformat('\u20ac','hours')
datetime(2020,1,1).isoformat(timespec='auto')
datetime(2020,1,1,1,2,3,4,fold=1,tzinfo=timezone.utc)
str(datetime(2020,1,1,1,2,3,4,fold=1,tzinfo=timezone.utc))
datetime(2020,1,1).__reduce__()
datetime(2020,1,1,fold=1).__reduce_ex__(2)
datetime(2020,1,1,fold=1).__reduce_ex__(4)
datetime(2020,1,1).replace(tzinfo=1)
datetime(2020,1,1).replace(hour=24)
datetime(2020,1,1).astimezone(1)
datetime(2020,1,1,tzinfo=timezone.utc).astimezone(timezone(timedelta(hours=5)))
datetime(2020,1,1)-datetime(2020,1,1,tzinfo=timezone.utc)
datetime(2020,1,1)<datetime(2020,1,1,tzinfo=timezone.utc)
datetime(2020,1,1)==datetime(2020,1,1,tzinfo=timezone.utc)
datetime.max+timedelta(1)
datetime.min-timedelta(1)
datetime(2020,1,1)+1
datetime(2020,1,1)-1
datetime(2020,1,1).utctimetuple()
datetime.min.replace(tzinfo=timezone(timedelta(hours=1))).utctimetuple()
datetime(2020,1,1).strftime('%Y \ud800 %%f %')
datetime(2020,1,1).ctime()
tzinfo().utcoffset(None)
tzinfo().tzname(None)
tzinfo().dst(None)
tzinfo().fromutc(None)
tzinfo().fromutc(datetime(2020,1,1))
tzinfo().__reduce__()
timezone(1)
timezone()
timezone(timedelta(1))
timezone(timedelta(hours=1),1)
timezone(timedelta(0))
timezone(timedelta(0)) is timezone.utc
timezone(timedelta(0),'x')
timezone(timedelta(hours=-1,minutes=-30))
str(timezone(timedelta(hours=-1,minutes=-30)))
str(timezone(timedelta(hours=1,seconds=5,microseconds=3)))
timezone.utc.tzname(1)
timezone.utc.tzname(None)
timezone.utc.utcoffset(1)
timezone.utc.dst(1)
timezone.utc.dst(None)
timezone.utc.fromutc(1)
timezone.utc.fromutc(datetime(2020,1,1))
timezone(timedelta(hours=1)).fromutc(datetime(2020,1,1,tzinfo=timezone.utc))
timezone.utc.__getinitargs__()
timezone(timedelta(1,-1),'a').__getinitargs__()
timezone.utc.__reduce__()
repr(timezone.utc), str(timezone.utc)
timezone.utc==1, timezone.utc==timezone(timedelta(0),'a'), timezone.utc<timezone.utc
hash(timezone.utc)==hash(timezone.utc.utcoffset(None))
timezone.min,timezone.max
type('X',(timezone,),{})
UTC
timedelta(hours=1.5), timedelta(microseconds=0.5), timedelta(microseconds=1.5), timedelta(microseconds=2.5), timedelta(days=0.1,seconds=0.1)
timedelta(1)*1.5, timedelta(microseconds=1)*0.5, timedelta(microseconds=3)*0.5, timedelta(microseconds=3)/2, timedelta(microseconds=-3)/2, timedelta(microseconds=5)/2.0
timedelta(days=1,hours=5)//7, divmod(timedelta(days=1,hours=5),timedelta(hours=7)), timedelta(3)/timedelta(2), timedelta(-3)%timedelta(2)
str(timedelta(-1,1,1)), str(timedelta(2,1)), repr(timedelta(0)), repr(timedelta(0,1)), bool(timedelta(0)), +timedelta(1), abs(timedelta(-1))
timedelta(days=True)
time(1)==1, time(1)!=1, bool(time(0))
datetime.utcfromtimestamp(0)
datetime(2020,1,1,tzinfo=Z(1)).utcoffset()
datetime(2020,1,1,tzinfo=Z(timedelta(1))).utcoffset()
datetime(2020,1,1,tzinfo=Z(None,1)).tzname()
datetime(2020,1,1,tzinfo=Z(None,1,1)).dst()
time(1,tzinfo=Z(1)).utcoffset()
T(1)+T(2), -T(1), repr(T(1)), T(1)*2, type(abs(T(1)))
TT(1).replace(minute=2), TT.fromisoformat('01:02'), repr(TT(1,fold=1))
date.fromisoformat(DD(2020,1,1).isoformat())
Z().fromutc(datetime(2020,1,1,tzinfo=UTC))
(lambda z: z.fromutc(datetime(2020,1,1,tzinfo=z)))(Z())
(lambda z: z.fromutc(datetime(2020,1,1,tzinfo=z)))(Z(timedelta(1)/2))
(lambda z: z.fromutc(datetime(2020,1,1,tzinfo=z)))(Z(timedelta(hours=2),None,timedelta(hours=1))).hour
datetime(2020,1,1,tzinfo=Z(timedelta(hours=1))).astimezone(UTC)
date(foo=1)
date(2020,1,1,foo=1)
date(2020,1,foo=1)
date(2020,1,1,year=3)
date(2020,1,year=3)
time(1,foo=1)
time(1,hour=1)
date(2**40,1,1)
date(-2**40,1,1)
datetime(2020,1,1,1,1,1,1,None,fold=1,foo=2)
date.fromordinal(2**31-1)
date.fromordinal(4000000)
date.fromordinal(3652060+146097)
date(2020,1,1).fromisocalendar(year=2020,week=1,day=1)
date.fromisocalendar(2020,1)
datetime(2020,1,1,tzinfo=UTC).strftime('%:z|%z|%Z')
datetime(5,1,1).strftime('%Y %G %C %F %y %c %x %D')
datetime(2020,1,1).strftime('%')
datetime(2020,1,1).strftime('%:')
datetime(2020,1,1).strftime('%:é')
datetime(2020,1,1).strftime('x\0y%Y')
datetime(2020,1,1,tzinfo=Z(timedelta(0),'a%b%Y')).strftime('%Z')
time(1).strftime('%:z')
date(2020,1,1).__replace__(year=2), datetime(2020,1,1).__replace__(hour=2), time(1).__replace__(hour=2)
timezone(timedelta(0),None)
timezone(timedelta(seconds=1)).tzname(None)
date(2020,1,1).isocalendar().__class__(2020,1,2)
date(2020,1,1).isocalendar().__class__(2020)
datetime(2020,1,1)<1
datetime(2020,1,1)==1
datetime(2020,1,1).year.__class__
setattr(date(1,1,1),'year',2)
setattr(timedelta(1),'days',2)
delattr(date(1,1,1),'year')
datetime.fromtimestamp(None)
datetime.combine(date(1,1,1))
datetime.combine(date(1,1,1),time(1),foo=1)
datetime.now(1,2)
datetime(2020,1,1).isoformat(sep=1)
datetime(2020,1,1).isoformat(timespec=1)
datetime(2020,1,1).isoformat('a','b','c')
timedelta(1).total_seconds(), timedelta(microseconds=1).total_seconds(), timedelta.max.total_seconds()
datetime(2020,1,1).timetz(), datetime(2020,1,1,tzinfo=UTC,fold=1).timetz(), datetime(2020,1,1,tzinfo=UTC,fold=1).time()
date.min, date.max, date.resolution, time.min, time.max, time.resolution, datetime.min, datetime.max, datetime.resolution, timedelta.min, timedelta.max, timedelta.resolution
time.fromisoformat('12:30:45+05'), time.fromisoformat('123045.5-0530')
time.fromisoformat('12:30é')
datetime.fromisoformat('2020-01-01é12é')
datetime.fromisoformat('2020é01')
datetime.__doc__ is not None
UTC is timezone.utc
""".strip().split("\n")
for case in CASES:
    try:
        print(case, "->", ascii(eval(case)))
    except Exception as error:
        print(case, "!!", type(error).__name__, error)
