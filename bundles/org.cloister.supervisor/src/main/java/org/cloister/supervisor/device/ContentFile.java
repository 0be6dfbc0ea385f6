// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.cloister.amd.status.Errno;
import org.cloister.supervisor.linux.HeldFile;
import org.cloister.supervisor.trap.CallOutcome;

/**
 * A file with a text, to be read.
 *
 * @param text what whoever opens it reads
 */
record ContentFile(Supplier<String> text) implements EmulatedFile {
    private static final int READABLE = 0444;
    /** What sysfs says of every one of its files. */
    private static final int SIZE = 4096;

    @Override
    public CallOutcome open(int access, boolean closeOnExec) {
        if (access != 0) {
            return new CallOutcome.Failure(Errno.EACCES);
        }
        byte[] content = text.get().getBytes(StandardCharsets.US_ASCII);
        return new CallOutcome.OpenedOnce(HeldFile.file("emulated", content), closeOnExec);
    }

    @Override
    public FileFacts facts() {
        return FileFacts.file(READABLE, SIZE);
    }
}
