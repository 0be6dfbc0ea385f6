// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts.Node;

/** What stands in files. */
final class Files {
    private static final Path MSR = Path.of("/dev/cpu/0/msr");

    private Files() {}

    /** Reads what a question is about. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(Path path) throws IOException;
    }

    static Fact<Bytes> content(String path, int limit) {
        return ask(path, file -> {
            try (InputStream in = java.nio.file.Files.newInputStream(file)) {
                return Bytes.of(in.readNBytes(limit));
            }
        });
    }

    static Fact<List<String>> names(String path) {
        return ask(path, folder -> {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> entries = java.nio.file.Files.newDirectoryStream(folder)) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            }
            Collections.sort(names);
            return List.copyOf(names);
        });
    }

    static Fact<Node> node(String path) {
        return ask(path, device -> {
            Map<String, Object> unix = java.nio.file.Files.readAttributes(device, "unix:uid,gid,group,mode");
            return new Node(
                    (Integer) unix.get("uid"),
                    (Integer) unix.get("gid"),
                    unix.get("group").toString(),
                    (Integer) unix.get("mode") & 0777);
        });
    }

    /**
     * The device's offset is the register's number; a register that the processor lacks is a failure to read (msr(4)).
     */
    static Fact<Long> msr(int register) {
        try (FileChannel device = FileChannel.open(MSR)) {
            ByteBuffer value = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return device.read(value, Integer.toUnsignedLong(register)) == Long.BYTES
                    ? new Fact.Known<>(value.getLong(0))
                    : new Fact.Unknown<>(MSR + " gave fewer than 8 bytes");
        } catch (NoSuchFileException e) {
            return new Fact.Unknown<>("there is no " + MSR + "; the module msr is not loaded");
        } catch (AccessDeniedException e) {
            return new Fact.Denied<>("this user may not open " + MSR);
        } catch (IOException e) {
            return whyNotRead(e);
        }
    }

    private static Fact<Long> whyNotRead(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("not permitted")
                ? new Fact.Denied<>(MSR + ": " + message)
                : message.contains("Input/output error")
                        ? new Fact.Absent<>("the processor does not have this register")
                        : new Fact.Unknown<>(MSR + ": " + message);
    }

    private static <T> Fact<T> ask(String path, Reading<T> reading) {
        try {
            return new Fact.Known<>(reading.of(Path.of(path)));
        } catch (NoSuchFileException | NotDirectoryException | InvalidPathException e) {
            return new Fact.Absent<>("there is no " + path);
        } catch (AccessDeniedException e) {
            return new Fact.Denied<>("this user may not read " + path);
        } catch (IOException | UnsupportedOperationException e) {
            return new Fact.Unknown<>(path + ": " + e.getMessage());
        }
    }
}
