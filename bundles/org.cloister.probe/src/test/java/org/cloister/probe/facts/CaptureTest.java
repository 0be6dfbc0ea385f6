// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.HostFacts.Cpuid;
import org.cloister.api.host.HostFacts.Ioctl;
import org.cloister.api.host.HostFacts.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A capture gives the answers that were recorded, and knows nothing else. */
class CaptureTest {
    private static final String INDEX = """
        cloister facts 1
        # an EPYC
        cpuid 8000001f 0 = known 1780bfff 00004173 000001fd 00000064
        msr c0010010 = denied this user may not
        device /dev/kvm write = known true
        node /dev/kvm = known 0 106 660 domain users
        folder /sys/class/iommu = known ivhd0/ivhd1
        ioctl /dev/kvm ae03 eb - - = known 29 0 - -
        file /proc/none = absent there is no such file
        """;

    private static final Ioctl VM_TYPES = Ioctl.of("/dev/kvm", 0xae03, 0xeb);

    @TempDir
    Path folder;

    @Test
    void aFolderWrittenByHandIsACapture() throws IOException {
        write("cloister-facts.txt", INDEX);
        write("sys/module/kvm_amd/parameters/sev", "Y\n");
        try (CapturedFacts facts = CapturedFacts.open(folder)) {
            assertAnswers(facts);
            assertThat(facts.cpuid(0, 0)).isInstanceOf(Fact.Unknown.class);
            assertThat(facts.file("/etc/hostname", 16)).isInstanceOf(Fact.Unknown.class);
            assertThat(facts.file("/../../../../etc/hostname", 16)).isInstanceOf(Fact.Unknown.class);
        }
    }

    @Test
    void whatWasAskedComesBackFromTheZip() throws IOException {
        write("cloister-facts.txt", INDEX);
        write("sys/module/kvm_amd/parameters/sev", "Y\n");
        Path zip = folder.resolve("host.zip");
        try (CapturedFacts facts = CapturedFacts.open(folder)) {
            Recording recording = new Recording(facts);
            assertAnswers(recording);
            Bytes first = Capture.of(recording);
            assertThat(Capture.of(recording)).isEqualTo(first);
            Files.write(zip, first.toArray());
        }
        try (CapturedFacts facts = CapturedFacts.open(zip)) {
            assertAnswers(facts);
        }
    }

    @Test
    void aLinkOutOfTheCaptureIsNotFollowed() throws IOException {
        Files.createDirectories(folder.resolve("etc"));
        Files.createSymbolicLink(folder.resolve("etc/hostname"), Path.of("/etc/hostname"));
        try (CapturedFacts facts = CapturedFacts.open(folder)) {
            assertThat(facts.file("/etc/hostname", 16)).isInstanceOf(Fact.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "etc", "etc/host", "etc/host/name"})
    void aLinkInNoPartOfAPathLeadsOutOfTheCapture(String link, @TempDir Path outside) throws IOException {
        Path target = outside.resolve("target");
        Path there = target.resolve(Path.of(link).relativize(Path.of("etc/host/name")));
        if (link.equals("etc/host/name")) {
            Files.writeString(target, "secret");
        } else {
            Files.createDirectories(there.getParent());
            Files.writeString(there, "secret");
        }
        Path capture = folder.resolve("capture");
        Path at = capture.resolve(link);
        Files.createDirectories(at.getParent());
        Files.createSymbolicLink(at, target);
        try (CapturedFacts facts = CapturedFacts.open(capture)) {
            Fact<Bytes> fact = facts.file("/etc/host/name", 16);
            if (link.isEmpty()) {
                // Whoever names the capture may name it by a link
                assertThat(fact).isInstanceOf(Fact.Known.class);
            } else {
                assertThat(fact).isInstanceOf(Fact.Unknown.class);
                assertThat(fact.toString()).contains("leads out");
            }
        }
    }

    @Test
    void aLinkWithinTheCaptureIsFollowed() throws IOException {
        write("sys/devices/one/name", "one");
        Files.createDirectories(folder.resolve("sys/class"));
        Files.createSymbolicLink(folder.resolve("sys/class/first"), Path.of("../devices/one"));
        try (CapturedFacts facts = CapturedFacts.open(folder)) {
            assertThat(facts.file("/sys/class/first/name", 16))
                    .isEqualTo(new Fact.Known<>(Bytes.of("one".getBytes(StandardCharsets.US_ASCII))));
            assertThat(facts.file("/sys/class/../../../name", 16)).isInstanceOf(Fact.Unknown.class);
        }
    }

    @Test
    void theIndexIsNoLinkOutOfTheCaptureEither(@TempDir Path outside) throws IOException {
        Files.createSymbolicLink(
                folder.resolve("cloister-facts.txt"), Files.writeString(outside.resolve("index"), INDEX));
        refused(folder, "leads out");
    }

    @Test
    void aPipeIsNotWaitedForAndAnEndlessFileNotReadToItsEnd() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assumeTrue(made.waitFor() == 0, "this host has no mkfifo");
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(1L << 40);
        }
        try (CapturedFacts facts = CapturedFacts.open(folder)) {
            assertThat(facts.file("/pipe", 16)).isInstanceOf(Fact.Unknown.class);
            assertThat(facts.file("/large", 2)).isEqualTo(new Fact.Known<>(Bytes.of(new byte[2])));
        }
        refused(pipe, "pipe");
        refused(folder.resolve("large"), "at most");
    }

    @Test
    void anArchiveWithPathsOutOfItIsRefused() throws IOException {
        Path zip = folder.resolve("evil.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("../../etc/hostname"));
            out.write(1);
            out.closeEntry();
        }
        refused(zip, "evil.zip");
    }

    @Test
    void whatIsNoCaptureIsRefusedByName() throws IOException {
        refused(folder.resolve("none"), "none");
        refused(write("text.zip", "not a zip"), "text.zip");
        write("cloister-facts.txt", "something else");
        refused(folder, "line 1");
        write("cloister-facts.txt", "cloister facts 1\n\nnonsense\n");
        refused(folder, "line 3");
    }

    @Test
    void anAnswerThatIsNoneIsRefusedWhenItIsNeeded() throws IOException {
        write("cloister-facts.txt", "cloister facts 1\nmsr 10 = known zebra\nmsr 11 = perhaps 1\n");
        try (CapturedFacts facts = CapturedFacts.open(folder)) {
            assertThatThrownBy(() -> facts.msr(0x10)).isInstanceOf(CloisterException.class);
            assertThatThrownBy(() -> facts.msr(0x11))
                    .isInstanceOf(CloisterException.class)
                    .hasMessageContaining("perhaps");
        }
    }

    private static void assertAnswers(HostFacts facts) {
        assertThat(facts.cpuid(0x8000001f, 0)).isEqualTo(new Fact.Known<>(new Cpuid(0x1780bfff, 0x4173, 0x1fd, 100)));
        assertThat(facts.msr(0xc0010010)).isEqualTo(new Fact.Denied<Long>("this user may not"));
        assertThat(facts.device("/dev/kvm", true)).isEqualTo(new Fact.Known<>(true));
        assertThat(facts.node("/dev/kvm")).isEqualTo(new Fact.Known<>(new Node(0, 106, "domain users", 0660)));
        assertThat(facts.folder("/sys/class/iommu")).isEqualTo(new Fact.Known<>(List.of("ivhd0", "ivhd1")));
        assertThat(facts.ioctl(VM_TYPES))
                .isEqualTo(new Fact.Known<>(new HostFacts.IoctlAnswer(29, 0, Bytes.EMPTY, Bytes.EMPTY)));
        assertThat(facts.file("/proc/none", 16)).isEqualTo(new Fact.Absent<Bytes>("there is no such file"));
        assertThat(facts.file("/sys/module/kvm_amd/parameters/sev", 16))
                .isEqualTo(new Fact.Known<>(Bytes.ofHex("590a")));
    }

    private static void refused(Path place, String named) {
        assertThatThrownBy(() -> CapturedFacts.open(place))
                .isInstanceOf(CloisterException.class)
                .hasMessageContaining(named);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
