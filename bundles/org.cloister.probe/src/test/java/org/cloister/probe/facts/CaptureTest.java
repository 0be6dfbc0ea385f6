package org.cloister.probe.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.HostFacts.Cpuid;
import org.cloister.api.host.HostFacts.Ioctl;
import org.cloister.api.host.HostFacts.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
