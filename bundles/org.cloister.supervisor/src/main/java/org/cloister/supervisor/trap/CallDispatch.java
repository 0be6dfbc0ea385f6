// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.supervisor.linux.CallListener;
import org.cloister.supervisor.linux.SystemCall;
import org.cloister.supervisor.linux.TrappedCall;

/**
 * Brings trapped calls to who answers them. One thread looks at each; what takes time is found by others, so that no
 * program waits for another one's answer.
 */
final class CallDispatch {
    private static final System.Logger LOG = System.getLogger(CallDispatch.class.getName());

    private final CallListener listener;
    private final Tracer tracer;
    private final List<CallHandler> handlers;
    private final ExecutorService workers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "trapped calls");
        thread.setDaemon(true);
        return thread;
    });
    /** Whether the first program is still to begin. */
    private boolean beginning = true;

    CallDispatch(CallListener listener, Tracer tracer, List<CallHandler> handlers) {
        this.listener = listener;
        this.tracer = tracer;
        this.handlers = handlers;
    }

    /** Answers calls until every process has ended. */
    void run() {
        for (Optional<TrappedCall> call = listener.next(); call.isPresent(); call = listener.next()) {
            dispatch(call.get());
        }
        workers.shutdown();
        listener.close();
    }

    private void dispatch(TrappedCall call) {
        if (beginning && call.number() == SystemCall.EXECVE.number()) {
            beginning = false;
            int errno = tracer.attach(call.thread()).errno();
            answer(call, errno == 0 ? CallOutcome.PROCEED : new CallOutcome.Failure(errno));
        } else if (tracer.expects(call)) {
            listener.proceed(call);
        } else {
            Optional<CallHandler.CallAnswer> taken = taken(call);
            if (taken.isEmpty()) {
                listener.proceed(call);
            } else {
                workers.execute(() -> answer(call, found(call, taken.get())));
            }
        }
    }

    private Optional<CallHandler.CallAnswer> taken(TrappedCall call) {
        for (CallHandler handler : handlers) {
            Optional<CallHandler.CallAnswer> taken = handler.take(call);
            if (taken.isPresent()) {
                return taken;
            }
        }
        return Optional.empty();
    }

    // A caller without an answer would wait for ever
    private CallOutcome found(TrappedCall call, CallHandler.CallAnswer answer) {
        try {
            return answer.find();
        } catch (SevCommandException e) {
            return new CallOutcome.Failure(e.errno());
        } catch (RuntimeException | Error e) {
            // The memory of a caller that was killed is gone, and nobody waits
            if (listener.waits(call)) {
                LOG.log(
                        Level.ERROR,
                        "system call " + call.number() + " of process " + call.thread() + " was not answered",
                        e);
            }
            return new CallOutcome.Failure(Errno.EIO);
        }
    }

    private void answer(TrappedCall call, CallOutcome answer) {
        if (answer instanceof CallOutcome.Proceed) {
            listener.proceed(call);
        } else if (answer instanceof CallOutcome.Value value) {
            listener.value(call, value.number());
        } else if (answer instanceof CallOutcome.Failure failure) {
            listener.failure(call, failure.errno());
        } else if (answer instanceof CallOutcome.Opened opened) {
            listener.descriptor(call, opened.file(), opened.closeOnExec());
        } else if (answer instanceof CallOutcome.OpenedOnce opened) {
            listener.descriptor(call, opened.file(), opened.closeOnExec());
            opened.file().close();
        } else if (answer instanceof CallOutcome.Watched watch) {
            tracer.watch(call, watch.third(), watch.result());
            listener.restart(call);
        }
    }
}
