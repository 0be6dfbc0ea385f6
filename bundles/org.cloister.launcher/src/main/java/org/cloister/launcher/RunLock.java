package org.cloister.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;

/**
 * Keeps a second platform off a run folder. The lock ends with its process, however that ends; the file stays, as a lock on a file
 * that is removed and made anew would be a lock on two files.
 */
final class RunLock implements AutoCloseable {
    private static final int MOST_NAME = 200;

    private final FileChannel file;

    private RunLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock and tells who has it.
     *
     * @throws StartException with the name of the holder when somebody has it already
     */
    static RunLock take(Path path) throws StartException {
        try {
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!lock(file)) {
                throw held(path, file);
            }
            file.truncate(0).write(ByteBuffer.wrap(name().getBytes(StandardCharsets.UTF_8)), 0);
            return new RunLock(file);
        } catch (IOException e) {
            throw new StartException(
                    path + ": this lock cannot be taken (" + e.getMessage() + "); name another folder with --run DIR");
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static StartException held(Path path, FileChannel file) throws IOException {
        ByteBuffer name = ByteBuffer.allocate(MOST_NAME);
        try (file) {
            file.read(name, 0);
        }
        String holder = StandardCharsets.UTF_8.decode(name.flip()).toString().strip();
        return new StartException("a platform runs in " + path.getParent() + " already: "
                + (holder.isEmpty() ? "a process that has only just begun" : holder)
                + "; use that one, end it, or name another folder with --run DIR");
    }

    private static String name() {
        ProcessHandle self = ProcessHandle.current();
        String since = self.info()
                .startInstant()
                .map(begin -> " since " + begin.truncatedTo(ChronoUnit.SECONDS))
                .orElse("");
        return "process " + self.pid() + since;
    }

    @Override
    public void close() {
        try (file) {
            file.truncate(0);
        } catch (IOException e) {
            // The lock ends with the process at the latest
        }
    }
}
