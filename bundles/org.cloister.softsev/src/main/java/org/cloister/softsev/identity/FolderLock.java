package org.cloister.softsev.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.cloister.api.Problem;

/** Keeps a folder for one process, and says which one has it. The kernel lets go of the lock when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    private static final int MOST = 256;

    /** Locked is one byte that is never written, so that who holds the lock can be read beside it wherever locks are mandatory. */
    private static final long LOCKED_AT = 1L << 32;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a folder.
     *
     * @throws org.cloister.api.CloisterException {@code state.locked}, naming who has it; {@code state.io}
     */
    static FolderLock take(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), PrivateFiles.CREATED, PrivateFiles.mode(folder));
            try {
                if (!locked(channel)) {
                    throw held(folder, holder(channel));
                }
                sign(channel);
                return new FolderLock(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw PrivateFiles.failed(folder.resolve("lock"), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
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
        String signature = "process " + ProcessHandle.current().pid() + " ("
                + ProcessHandle.current().info().command().orElse("unknown program") + ")\n";
        byte[] bytes = signature.getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, MOST)), 0);
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
