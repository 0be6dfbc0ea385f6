// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.util.Optional;
import org.cloister.amd.status.Errno;

/**
 * Where trapped calls of a tree of processes come in and are answered (Linux,
 * Documentation/userspace-api/seccomp_filter.rst, "Userspace Notification"). Answers may be given by any thread; one of
 * a call that is gone is lost, which is as it should be.
 */
public final class CallListener {
    private static final long RECEIVE = 0xC0502100L;
    private static final long SEND = 0xC0182101L;
    private static final long ID_VALID = 0x40082102L;
    private static final long ADD_DESCRIPTOR = 0x40182103L;
    private static final long SET_FLAGS = 0x40082104L;
    /** The one who answers and the one who waits are woken on one processor. */
    private static final long SYNC_WAKE_UP = 1;

    private static final int CONTINUE = 1;
    private static final int ADD_AND_SEND = 2;
    private static final short READABLE = 1;
    private static final short HUNG_UP = 0x18;
    private static final int CLOSE_ON_EXEC = 02000000;
    /** The kernel's own number: the call is made again after a stop, and no program sees it. */
    private static final int RESTART = 513;

    private final int descriptor;
    private final NativeStruct question = NativeStruct.of(8);
    private final NativeStruct notification = NativeStruct.of(TrappedCall.SIZE);

    CallListener(int descriptor) {
        this.descriptor = descriptor;
        // Refused by kernels before 6.6, which only answer later
        ioctl(SET_FLAGS, SYNC_WAKE_UP);
    }

    /** The next call; empty once every process has ended. For one thread. */
    public Optional<TrappedCall> next() {
        while (true) {
            question.buffer().putInt(0, descriptor).putShort(4, READABLE).putShort(6, (short) 0);
            question.with(at -> NativeCalls.call(SystemCall.PPOLL, at, 1, 0, 0, 8));
            short events = question.buffer().getShort(6);
            if ((events & READABLE) == 0 && (events & HUNG_UP) != 0) {
                return Optional.empty();
            }
            if ((events & READABLE) != 0) {
                notification.clear();
                CallResult received = notification.with(at -> ioctl(RECEIVE, at));
                if (!received.failed()) {
                    return Optional.of(TrappedCall.of(notification.buffer()));
                }
                // Who called was killed meanwhile, or a signal came
                if (received.errno() != Errno.ENOENT && received.errno() != Errno.EINTR) {
                    received.orThrow("SECCOMP_IOCTL_NOTIF_RECV");
                }
            }
        }
    }

    /** Has the kernel carry the call out. */
    public void proceed(TrappedCall call) {
        send(call, 0, 0, CONTINUE);
    }

    /** Has the call return a number. */
    public void value(TrappedCall call, long value) {
        send(call, value, 0, 0);
    }

    /** Has the call fail. */
    public void failure(TrappedCall call, int errno) {
        send(call, 0, errno, 0);
    }

    /** Has the call made again, after the stop that is on its way to the thread. */
    public void restart(TrappedCall call) {
        send(call, 0, RESTART, 0);
    }

    /** Has the call return a descriptor of its own for a file, which the caller goes on to own here. */
    public void descriptor(TrappedCall call, HeldFile file, boolean closeOnExec) {
        NativeStruct added = NativeStruct.of(24);
        added.buffer().putLong(0, call.id()).putInt(8, ADD_AND_SEND).putInt(12, file.number());
        added.buffer().putInt(20, closeOnExec ? CLOSE_ON_EXEC : 0);
        CallResult sent = added.with(at -> ioctl(ADD_DESCRIPTOR, at));
        if (sent.failed()) {
            failure(call, sent.errno());
        }
    }

    /** Whether its caller still waits for an answer: it may have been killed meanwhile. */
    public boolean waits(TrappedCall call) {
        NativeStruct id = NativeStruct.of(8);
        id.buffer().putLong(0, call.id());
        return !id.with(at -> ioctl(ID_VALID, at)).failed();
    }

    private void send(TrappedCall call, long value, int errno, int flags) {
        NativeStruct answer = NativeStruct.of(24);
        answer.buffer()
                .putLong(0, call.id())
                .putLong(8, value)
                .putInt(16, -errno)
                .putInt(20, flags);
        answer.with(at -> ioctl(SEND, at));
    }

    /** Lets the descriptor go. Calls that are still trapped, or will be, fail with ENOSYS. */
    public void close() {
        NativeCalls.call(SystemCall.CLOSE, descriptor);
    }

    private CallResult ioctl(long request, long argument) {
        return NativeCalls.call(SystemCall.IOCTL, descriptor, request, argument);
    }
}
