// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.cloister.amd.status.Errno;

/**
 * Starts a program under a filter. A thread of its own takes the filter on itself, begins the program, which inherits
 * it, and ends: no other thread of this process is filtered. Once it is filtered it touches nothing that could load a
 * class, as opening a file would wait for the one who answers.
 */
public final class FilteredStart {
    private static final int SET_NO_NEW_PRIVS = 38;
    private static final int SET_MODE_FILTER = 1;
    private static final int NEW_LISTENER = 8;
    /** A signal does not interrupt a call that was received: it would be made, and carried out, twice. */
    private static final int WAIT_KILLABLE_RECV = 32;

    private static final short SET_SIGNAL_MASK = 8;
    /** More than glibc's posix_spawnattr_t takes. */
    private static final int ATTRIBUTES_SIZE = 512;

    private final NativeStruct file;
    private final List<NativeStruct> words;
    private final List<NativeStruct> environment;
    private final List<Integer> descriptors;
    private final NativeStruct program;
    private final NativeStruct filter = NativeStruct.of(16);
    private final NativeStruct attributes = NativeStruct.of(ATTRIBUTES_SIZE);
    private final NativeStruct pid = NativeStruct.of(8);
    private final CountDownLatch filtered = new CountDownLatch(1);
    private final CountDownLatch listening = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);

    private volatile long listener;
    private volatile int filterErrno;
    private volatile int startErrno;

    /**
     * Readies a start.
     *
     * @throws org.cloister.api.CloisterException {@code supervisor.program}
     */
    public FilteredStart(ProgramWords what, CallFilter trapped) {
        file = NativeStruct.text(what.file());
        words = ProgramWords.natively(what.words());
        environment = ProgramWords.natively(what.environment());
        descriptors = what.descriptors();
        byte[] instructions = trapped.program();
        program = NativeStruct.of(instructions);
        filter.buffer().putShort(0, (short) (instructions.length / 8)).putLong(8, program.address());
        NativeCalls.posix_spawnattr_init(attributes.address());
        NativeStruct mask = NativeStruct.of(128);
        mask.buffer().putLong(0, SignalMask.ofCaller());
        NativeCalls.posix_spawnattr_setsigmask(attributes.address(), mask.address());
        NativeCalls.posix_spawnattr_setflags(attributes.address(), SET_SIGNAL_MASK);
        Reference.reachabilityFence(mask);
    }

    /** Sets the filter up; {@code EACCES}, {@code EBUSY}, {@code EINVAL} and others where the host refuses it. */
    public CallResult filter() {
        Thread thread = new Thread(this::run, "supervised program's start");
        thread.setDaemon(true);
        thread.start();
        await(filtered);
        return new CallResult(listener, filterErrno);
    }

    /** Where the program's calls come in, once there is a filter. */
    public CallListener listener() {
        return new CallListener((int) listener);
    }

    /** Begins the program, while somebody listens; the number of its process. */
    public CallResult begin() {
        HandedDescriptors.hand(descriptors);
        listening.countDown();
        await(begun);
        HandedDescriptors.keep(descriptors);
        return new CallResult(pid.buffer().getInt(0), startErrno);
    }

    private void run() {
        long flags = NEW_LISTENER | WAIT_KILLABLE_RECV;
        long descriptor = seccomp(flags);
        // Who may not filter otherwise gives up privileges of setuid programs for it
        if (descriptor < 0 && NativeCalls.errno() == Errno.EACCES) {
            NativeCalls.syscall(SystemCall.PRCTL.number(), SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
            descriptor = seccomp(flags);
        }
        filterErrno = descriptor < 0 ? NativeCalls.errno() : 0;
        listener = descriptor;
        filtered.countDown();
        if (descriptor >= 0) {
            await(listening);
            startErrno = NativeCalls.posix_spawn(
                    pid.address(),
                    file.address(),
                    0,
                    attributes.address(),
                    words.get(words.size() - 1).address(),
                    environment.get(environment.size() - 1).address());
        }
        begun.countDown();
    }

    private long seccomp(long flags) {
        return NativeCalls.syscall(SystemCall.SECCOMP.number(), SET_MODE_FILTER, flags, filter.address(), 0, 0, 0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at the start of a program", e);
        }
    }
}
