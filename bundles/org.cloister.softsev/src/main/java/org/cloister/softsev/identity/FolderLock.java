package org.cloister.softsev.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cloister.api.Problem;

/** Keeps a folder for one process, and says which one has it. The kernel lets go of the lock when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    private static final int MOST = 256;

    /** Locked is one byte that is never written, so that who holds the lock can be read beside it wherever locks are mandatory. */
    private static final long LOCKED_AT = 1L << 32;

    /**
     * The folders that this process holds. The kernel takes all its locks on a file from a process that closes any descriptor of it, so
     * that a lock file must not be opened a second time.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes a folder.
     *
     * @throws org.cloister.api.CloisterException {@code state.locked}, naming who has it; {@code state.io}
     */
    static FolderLock take(Path folder) {
        Path lock = folder.resolve("lock");
        try {
            Path real = folder.toRealPath();
            if (!HELD.add(real)) {
                throw held(folder, signature());
            }
            try {
                return new FolderLock(real, open(folder, lock));
            } catch (IOException | RuntimeException e) {
                HELD.remove(real);
                throw e;
            }
        } catch (IOException e) {
            throw PrivateFiles.failed(lock, e);
        }
    }

    private static FileChannel open(Path folder, Path lock) throws IOException {
        FileChannel channel = FileChannel.open(lock, PrivateFiles.CREATED, PrivateFiles.mode(folder));
        try {
            if (!locked(channel)) {
                throw held(folder, holder(channel));
            }
            sign(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        } finally {
            HELD.remove(folder);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_AT, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void sign(FileChannel channel) throws IOException {
        byte[] bytes = signature().getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, MOST)), 0);
    }

    private static String signature() {
        ProcessHandle process = ProcessHandle.current();
        return "process " + process.pid() + " (" + process.info().command().orElse("unknown program") + ")";
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(MOST);
        channel.read(read, 0);
        String text = StandardCharsets.UTF_8.decode(read.flip()).toString().strip();
        return text.isEmpty() ? "a process that has just begun" : text;
    }

    private static RuntimeException held(Path folder, String holder) {
        return Problem.host("state.locked", "another platform is using this state folder")
                .at(folder.toString())
                .found(holder)
                .remedy("wait until it has ended, or use another state folder")
                .exception();
    }
}
