package org.cloister.probe.facts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;

/**
 * A captured host: a folder, or the zip file that a capture makes, with files at their own paths and the other answers in
 * {@code cloister-facts.txt}. A folder without that file is one too: what is not in it is not known.
 */
public final class CapturedFacts implements HostFacts, AutoCloseable {
    private final Path root;
    private final String origin;
    private final FileSystem archive;
    private final Map<String, String> answers;

    private CapturedFacts(Path root, String origin, FileSystem archive) throws IOException {
        this.root = root;
        this.origin = origin;
        this.archive = archive;
        answers = CaptureIndex.read(root.resolve(Capture.INDEX), origin);
    }

    /**
     * Opens a capture.
     *
     * @param place a folder or a zip file
     * @throws org.cloister.api.CloisterException {@code capture.missing}, {@code capture.unreadable}, {@code capture.line}
     */
    public static CapturedFacts open(Path place) {
        if (!Files.exists(place)) {
            throw Problem.input("capture.missing", "there is no such captured host")
                    .at(place.toString())
                    .exception();
        }
        try {
            if (Files.isDirectory(place)) {
                return new CapturedFacts(place, place.toString(), null);
            }
            return archived(place);
        } catch (IOException | java.nio.file.ProviderNotFoundException e) {
            throw Problem.input("capture.unreadable", "this is no captured host")
                    .at(place.toString())
                    .found(e.getMessage())
                    .expected("a folder, or the zip file that 'probe --capture' makes")
                    .exception(e);
        }
    }

    private static CapturedFacts archived(Path place) throws IOException {
        FileSystem zip = FileSystems.newFileSystem(place, Map.of());
        try {
            return new CapturedFacts(zip.getPath("/"), place.toString(), zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public Fact<Cpuid> cpuid(int leaf, int subleaf) {
        return answer(Question.cpuid(leaf, subleaf), Notation::cpuid);
    }

    @Override
    public Fact<Long> msr(int register) {
        return answer(Question.msr(register), Notation::number);
    }

    @Override
    public Fact<Bytes> file(String path, int limit) {
        Path file = root.resolve(path.substring(1)).normalize();
        // A link could lead out of the capture, to this host
        boolean inside = file.startsWith(root) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (!inside) {
            return answer(Question.file(path), text -> Bytes.ofHex(text));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new Fact.Known<>(Bytes.of(in.readNBytes(limit)));
        } catch (IOException e) {
            return new Fact.Unknown<>(path + " of the capture cannot be read: " + e.getMessage());
        }
    }

    @Override
    public Fact<List<String>> folder(String path) {
        return answer(Question.folder(path), Notation::names);
    }

    @Override
    public Fact<Boolean> device(String path, boolean write) {
        return answer(Question.device(path, write), Notation::truth);
    }

    @Override
    public Fact<Node> node(String path) {
        return answer(Question.node(path), Notation::node);
    }

    @Override
    public Fact<IoctlAnswer> ioctl(Ioctl request) {
        return answer(Question.ioctl(request), Notation::answer);
    }

    @Override
    public Fact<IoctlAnswer> machineIoctl(Ioctl request) {
        return answer(Question.machineIoctl(request), Notation::answer);
    }

    private <T> Fact<T> answer(String question, Function<String, T> form) {
        String answer = answers.get(question);
        if (answer == null) {
            return new Fact.Unknown<>("not in the capture");
        }
        try {
            return Notation.read(answer, form);
        } catch (IllegalArgumentException e) {
            throw Problem.input("capture.line", "an answer in the capture cannot be read")
                    .at(origin + ", " + Capture.INDEX + ", '" + question + "'")
                    .found(e.getMessage())
                    .exception(e);
        }
    }

    @Override
    public void close() {
        if (archive != null) {
            try {
                archive.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
