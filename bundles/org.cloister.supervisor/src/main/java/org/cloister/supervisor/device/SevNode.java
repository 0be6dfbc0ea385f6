// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cloister.supervisor.linux.HeldFile;
import org.cloister.supervisor.linux.OpenFile;
import org.cloister.supervisor.trap.CallOutcome;

/**
 * {@code /dev/sev} as programs open it: an open file for each way to open it, which all of them share. The kernel tells
 * whether an open file is the device, wherever the program copied or handed its descriptor.
 */
public final class SevNode implements EmulatedFile, AutoCloseable {
    /** A character device that does nothing stands behind it. */
    private static final String BEHIND = "/dev/null";

    private static final int MISC = 10;
    private static final int MINOR = 124;
    private static final int OWNER_ONLY = 0600;

    private final List<HeldFile> byAccess = IntStream.range(0, 3)
            .mapToObj(access -> HeldFile.open(BEHIND, access))
            .toList();

    @Override
    public CallOutcome open(int access, boolean closeOnExec) {
        return new CallOutcome.Opened(byAccess.get(access), closeOnExec);
    }

    @Override
    public FileFacts facts() {
        return FileFacts.device(OWNER_ONLY, MISC, MINOR);
    }

    /** Whether an open file can be written, where it is this device. */
    public Optional<Boolean> writable(OpenFile file) {
        for (int access = 0; access < byAccess.size(); access++) {
            if (byAccess.get(access).isSame(file)) {
                return Optional.of(access != 0);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        byAccess.forEach(HeldFile::close);
    }
}
