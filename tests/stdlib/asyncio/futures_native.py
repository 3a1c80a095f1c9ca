"""The attributes, states and refusals of futures and tasks."""
import asyncio
import _asyncio


def tell(function, *args):
    try:
        print(repr(function(*args)))
    except BaseException as error:
        print(type(error).__name__, error)


print(asyncio.Future is _asyncio.Future, asyncio.Task is _asyncio.Task, asyncio.Task.__mro__)
blank = asyncio.Future.__new__(asyncio.Future)
for name in ("result", "exception", "cancel", "done", "cancelled", "get_loop", "__await__"):
    tell(getattr(blank, name))
tell(blank.add_done_callback, print)
tell(asyncio.Future, 3)
tell(asyncio.Task, 3)


class Named(asyncio.Future):
    def __del__(self):
        print("del", self._state)
        super().__del__()


class Handled(asyncio.Task):
    def cancel(self, msg=None):
        print("cancel", msg)
        return super().cancel(msg)


async def main():
    loop = asyncio.get_running_loop()
    problems = []
    loop.set_exception_handler(lambda loop, context: problems.append((context["message"], sorted(context))))
    future = loop.create_future()
    print(future, future._state, future._callbacks, future._loop is loop, future._asyncio_awaited_by)
    for count in range(3):
        future.add_done_callback(print if count < 2 else repr)
    print(len(future._callbacks), future.remove_done_callback(print), len(future._callbacks))
    print(future.remove_done_callback(print), future.remove_done_callback(repr), future._callbacks)
    future.extra = 1
    print(future.extra)
    tell(future.set_exception, 1)
    tell(future.set_exception, StopIteration)
    tell(future.set_result, 2)
    tell(future.result)
    print(repr(future.exception().__cause__))
    tell(setattr, future, "_log_traceback", True)
    print(future._log_traceback)

    steps = loop.create_future()
    waiting = steps.__await__()
    print(type(waiting).__name__, next(waiting) is steps, steps._asyncio_future_blocking)
    tell(waiting.send, None)
    tell(waiting.throw, KeyError("k"))
    tell(waiting.send, None)
    done = loop.create_future()
    done.set_result(5)
    tell(done.__await__().send, None)
    cancelled = loop.create_future()
    print(cancelled.cancel("why"), cancelled.cancel(), cancelled.cancelled(), cancelled._cancel_message)
    tell(cancelled.result)

    for error in (ValueError("lost"), None):
        lost = Named() if error is None else loop.create_future()
        if error:
            lost.set_exception(error)
        del lost
    print(problems)
    problems.clear()

    async def forever():
        await loop.create_future()

    task = Handled(forever(), loop=loop, name="walker")
    print(task.get_name(), task._fut_waiter, task._must_cancel, task.get_coro().__name__, task in asyncio.all_tasks())
    await asyncio.sleep(0)
    print(type(task._fut_waiter).__name__, task._fut_waiter._asyncio_awaited_by == {task})
    print(task._fut_waiter._callbacks[0][0].__name__, task._fut_waiter._callbacks[0][0].__self__ is task)
    print(task.cancel("enough"), task.cancelling(), task.uncancel(), task.cancelling())
    try:
        await task
    except asyncio.CancelledError as error:
        print("cancelled", error)
    print(task, task in asyncio.all_tasks(), task._coro is not None)
    tell(task.set_result, 1)
    tell(task.set_exception, 1)

    async def bad(value):
        await value

    class Yields:
        def __init__(self, value):
            self.value = value

        def __await__(self):
            yield self.value

    for value in (3, (i for i in ()), loop.create_future()):
        try:
            await asyncio.create_task(bad(Yields(value)), name="bad")
        except RuntimeError as error:
            print(str(error).partition(" at 0x")[0].partition(" in task ")[0])

    async def itself():
        await asyncio.current_task()

    try:
        await asyncio.create_task(itself())
    except RuntimeError as error:
        print(str(error)[:27])

    async def raising(error):
        raise error

    for error in (ValueError(1), asyncio.CancelledError("x")):
        task = asyncio.create_task(raising(error))
        try:
            await task
        except BaseException as raised:
            print(raised is error or type(raised).__name__, task.cancelled(), task.done())

    pending = asyncio.ensure_future(forever())
    await asyncio.sleep(0)
    pending._log_destroy_pending = True
    waiter = pending._fut_waiter
    waiter.remove_done_callback(waiter._callbacks[0][0])
    del pending, waiter
    import gc
    gc.collect()
    print(problems)
    tell(_asyncio._enter_task, 1, 2)
    tell(_asyncio._swap_current_task, 1, 2)

    order = []

    async def eager(value):
        order.append(value)
        if value > 1:
            await asyncio.sleep(0)
        order.append(-value)
        return asyncio.current_task().get_name()

    tasks = [asyncio.Task(eager(i), loop=loop, name=f"e{i}", eager_start=True) for i in range(4)]
    print(order, [task.done() for task in tasks], asyncio.current_task().get_name()[:5])
    print(await asyncio.gather(*tasks), order)


asyncio.run(main())
tell(asyncio.get_running_loop)
tell(asyncio.current_task)
tell(asyncio.all_tasks)
