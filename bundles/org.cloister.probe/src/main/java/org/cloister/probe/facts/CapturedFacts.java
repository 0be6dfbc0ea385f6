// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.facts;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;

/**
 * A captured host: a folder, or the zip file that a capture makes, with files at their own paths and the other answers
 * in {@code cloister-facts.txt}. A folder without that file is one too: what is not in it is not known.
 */
public final class CapturedFacts implements HostFacts, AutoCloseable {
    private static final long MOST_ARCHIVE = 64L << 20;

    private final CapturedFiles files;
    private final String origin;
    private final FileSystem archive;
    private final Map<String, String> answers;

    private CapturedFacts(Path root, String origin, FileSystem archive) throws IOException {
        this.files = new CapturedFiles(root);
        this.origin = origin;
        this.archive = archive;
        answers = CaptureIndex.read(files, origin);
    }

    /**
     * Opens a capture.
     *
     * @param place a folder or a zip file
     * @throws org.cloister.api.CloisterException {@code capture.missing}, {@code capture.unreadable},
     *     {@code capture.line}
     */
    public static CapturedFacts open(Path place) {
        if (!Files.exists(place)) {
            throw Problem.input(CaptureCodes.CAPTURE_MISSING, "there is no such captured host")
                    .at(place.toString())
                    .exception();
        }
        try {
            if (Files.isDirectory(place)) {
                return new CapturedFacts(place, place.toString(), null);
            }
            requireArchive(place);
            return archived(place);
        } catch (IOException | ProviderNotFoundException | IllegalArgumentException e) {
            throw unreadable(place, e.getMessage()).exception(e);
        }
    }

    // A pipe would be waited for, and the list of what is in an archive is read as a whole
    private static void requireArchive(Path place) throws IOException {
        if (!Files.isRegularFile(place)) {
            throw unreadable(place, "a device, a pipe or a socket").exception();
        }
        if (Files.size(place) > MOST_ARCHIVE) {
            throw unreadable(place, Files.size(place) + " bytes")
                    .expected("at most " + MOST_ARCHIVE + " bytes")
                    .exception();
        }
    }

    private static Problem unreadable(Path place, String found) {
        return Problem.input(CaptureCodes.CAPTURE_UNREADABLE, "this is not a captured host")
                .at(place.toString())
                .found(found)
                .expected("a folder, or the zip file that 'probe --capture' makes");
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
        return answer(CaptureQuestion.cpuid(leaf, subleaf), FactNotation::cpuid);
    }

    @Override
    public Fact<Long> msr(int register) {
        return answer(CaptureQuestion.msr(register), FactNotation::number);
    }

    @Override
    public Fact<Bytes> file(String path, int limit) {
        if (!files.has(path)) {
            return answer(CaptureQuestion.file(path), text -> Bytes.ofHex(text));
        }
        try {
            return new Fact.Known<>(Bytes.of(files.read(path, limit)));
        } catch (IOException e) {
            return new Fact.Unknown<>(path + " of the capture cannot be read: " + e.getMessage());
        }
    }

    @Override
    public Fact<List<String>> folder(String path) {
        return answer(CaptureQuestion.folder(path), FactNotation::names);
    }

    @Override
    public Fact<Boolean> device(String path, boolean write) {
        return answer(CaptureQuestion.device(path, write), FactNotation::truth);
    }

    @Override
    public Fact<Node> node(String path) {
        return answer(CaptureQuestion.node(path), FactNotation::node);
    }

    @Override
    public Fact<IoctlAnswer> ioctl(Ioctl request) {
        return answer(CaptureQuestion.ioctl(request), FactNotation::answer);
    }

    @Override
    public Fact<IoctlAnswer> machineIoctl(Ioctl request) {
        return answer(CaptureQuestion.machineIoctl(request), FactNotation::answer);
    }

    private <T> Fact<T> answer(String question, Function<String, T> form) {
        String answer = answers.get(question);
        if (answer == null) {
            return new Fact.Unknown<>("not in the capture");
        }
        try {
            return FactNotation.read(answer, form);
        } catch (IllegalArgumentException e) {
            throw Problem.input(CaptureCodes.CAPTURE_LINE, "an answer in the capture cannot be read")
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
