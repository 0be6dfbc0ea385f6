// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A descriptor of this process. Safe for use by several threads, until one closes it. */
public final class HeldFile implements AutoCloseable {
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int MEMFD_CLOSE_ON_EXEC = 1;
    private static final int SEEK_NOWHERE = 0;

    private static final int OWN = (int) ProcessHandle.current().pid();

    private final int number;

    private HeldFile(int number) {
        this.number = number;
    }

    /**
     * Opens a file.
     *
     * @param access 0 to read, 1 to write, 2 for both
     * @throws org.cloister.api.CloisterException {@code supervisor.call}
     */
    public static HeldFile open(String path, int access) {
        NativeStruct name = NativeStruct.text(path.getBytes(StandardCharsets.UTF_8));
        return new HeldFile((int) name.with(at -> NativeCalls.call(SystemCall.OPEN, at, access | CLOSE_ON_EXEC, 0))
                .orThrow("open of " + path));
    }

    /**
     * A file in memory with a content, at its beginning.
     *
     * @throws org.cloister.api.CloisterException {@code supervisor.call}
     */
    public static HeldFile file(String name, byte[] content) {
        HeldFile file = memory(name);
        NativeStruct bytes = NativeStruct.of(content);
        bytes.with(at -> NativeCalls.call(SystemCall.PWRITE64, file.number, at, content.length, SEEK_NOWHERE))
                .orThrow("pwrite to " + name);
        return file;
    }

    /** An empty file in memory of a size. */
    public static HeldFile file(String name, long size) {
        HeldFile file = memory(name);
        NativeCalls.call(SystemCall.FTRUNCATE, file.number, size).orThrow("ftruncate of " + name);
        return file;
    }

    /**
     * A descriptor here for a file that another process has open.
     *
     * @return empty where it has not, any more
     */
    public static Optional<HeldFile> of(OpenFile file) {
        CallResult process = NativeCalls.call(SystemCall.PIDFD_OPEN, file.pid());
        if (process.failed()) {
            return Optional.empty();
        }
        CallResult copy = NativeCalls.call(SystemCall.PIDFD_GETFD, process.value(), file.descriptor());
        NativeCalls.call(SystemCall.CLOSE, process.value());
        return copy.failed() ? Optional.empty() : Optional.of(new HeldFile((int) copy.value()));
    }

    private static HeldFile memory(String name) {
        NativeStruct text = NativeStruct.text(name.getBytes(StandardCharsets.UTF_8));
        return new HeldFile((int) text.with(at -> NativeCalls.call(SystemCall.MEMFD_CREATE, at, MEMFD_CLOSE_ON_EXEC))
                .orThrow("memfd_create"));
    }

    /** Its number here. */
    public int number() {
        return number;
    }

    /** Whether a descriptor of a process stands for the same open file as this one. */
    public boolean isSame(OpenFile file) {
        return OpenFile.same(OWN, number, file.pid(), file.descriptor());
    }

    @Override
    public void close() {
        NativeCalls.call(SystemCall.CLOSE, number);
    }
}
