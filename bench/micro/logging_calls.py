import io
import logging

stream = io.StringIO()
logger = logging.getLogger('bench')
logger.propagate = False
logger.setLevel(logging.INFO)
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter('%(levelname)s %(name)s: %(message)s'))
logger.addHandler(handler)


def bench(loops):
    for _ in range(loops):
        logger.info('took %d ms for %s', 12, 'it'); logger.debug('not shown %s', 1)
    stream.seek(0)
    stream.truncate()
