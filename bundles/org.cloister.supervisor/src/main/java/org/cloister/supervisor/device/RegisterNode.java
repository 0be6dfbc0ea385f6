// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.status.Errno;
import org.cloister.supervisor.linux.HeldFile;
import org.cloister.supervisor.linux.OpenFile;
import org.cloister.supervisor.linux.SystemCall;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CallHandler;
import org.cloister.supervisor.trap.CallOutcome;

/**
 * {@code /dev/cpu/N/msr}: model-specific registers, 8 bytes each, read at their numbers (msr(4)). All processors have
 * the same. Those that are not listed are not there.
 */
public final class RegisterNode implements EmulatedFile, CallHandler, AutoCloseable {
    private static final String BEHIND = "/dev/null";
    private static final int MAJOR = 202;
    private static final int OWNER_ONLY = 0600;

    private final HeldFile device = HeldFile.open(BEHIND, 0);
    private final Map<Long, Long> registers;

    /** A device with these registers. */
    public RegisterNode(Map<Long, Long> registers) {
        this.registers = Map.copyOf(registers);
    }

    @Override
    public CallOutcome open(int access, boolean closeOnExec) {
        return access == 0 ? new CallOutcome.Opened(device, closeOnExec) : new CallOutcome.Failure(Errno.EPERM);
    }

    @Override
    public FileFacts facts() {
        return FileFacts.device(OWNER_ONLY, MAJOR, 0);
    }

    @Override
    public Optional<CallAnswer> take(TrappedCall call) {
        boolean read = call.number() == SystemCall.PREAD64.number()
                && device.isSame(new OpenFile(call.thread(), (int) call.first()));
        return read ? Optional.of(() -> value(call)) : Optional.empty();
    }

    private CallOutcome value(TrappedCall call) {
        Long value = registers.get(call.fourth());
        if (value == null) {
            return new CallOutcome.Failure(Errno.EIO);
        }
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return call.memory().write(call.second(), bytes)
                ? new CallOutcome.Value(Long.BYTES)
                : new CallOutcome.Failure(Errno.EFAULT);
    }

    @Override
    public void close() {
        device.close();
    }
}
