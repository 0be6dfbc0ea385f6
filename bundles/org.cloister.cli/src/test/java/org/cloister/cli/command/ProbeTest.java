// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.Check;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.PlatformConditions;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code probe}: a host with one file, and a probe for two types that looks at it. */
class ProbeTest {
    private static final GuestType STRONG = new GuestType("strong");
    private static final GuestType WEAK = new GuestType("weak");

    private final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    @BeforeEach
    void host() {
        terminal.folder(folder).host(new OneFile()).probe(new TwoTypes());
    }

    @Test
    void oneTypeThatCanBeLaunchedIsEnough() {
        assertThat(terminal.run("probe")).isZero();
        assertThat(terminal.out()).isEqualToNormalizingNewlines("""
            host  a host
            strong  no   kernel, switch: on
                         → set it to off
            weak    yes

            kernel
            ├─ FAIL     switch  on  [strong]
            │           → set it to off
            ├─ pass     switch  on  [weak]
            └─ missing  extra   none
                        → not needed
            """);
    }

    @Test
    void aPlatformIsNotAskedAboutAnotherHost() {
        terminal.conditions(new OneChange());
        assertThat(terminal.run("probe", "--refresh", "--root", "host.zip")).isEqualTo(2);
        assertThat(terminal.err()).contains("--refresh asks the platform").hasLineCount(1);
    }

    @Test
    void theNamedTypeDecidesTheExitCode() {
        assertThat(terminal.run("probe", "weak")).isZero();
        assertThat(terminal.run("probe", "strong")).isEqualTo(3);
    }

    @Test
    void whatCannotBeJudgedIsBadInput() {
        assertThat(terminal.run("probe", "tdx")).isEqualTo(2);
        assertThat(terminal.err()).contains("found tdx, expected one of strong, weak");
        assertThat(terminal.run("probe", "--root", "no-such-folder")).isEqualTo(2);
        assertThat(terminal.err()).contains("no-such-folder");
    }

    @Test
    void jsonHasStableKeys() {
        assertThat(terminal.run("probe", "-o", "json")).isZero();
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(JsonKeys.of(json)).containsExactly("host", "types");
        assertThat(JsonKeys.ofFirst(json.get("types"))).containsExactly("type", "launchable", "obstacle", "checks");
        JsonObject type = json.getAsJsonArray("types").get(0).getAsJsonObject();
        assertThat(JsonKeys.ofFirst(type.get("checks")))
                .containsExactly("category", "name", "required", "status", "cause", "seen", "hint");
        assertThat(type.get("obstacle").getAsString()).isEqualTo("kernel: switch");
    }

    @Test
    void aCaptureIsJudgedLikeTheHost() {
        assertThat(terminal.run("probe", "--capture", "host.zip")).isZero();
        assertThat(folder.resolve("host.zip")).isNotEmptyFile();
        String live = terminal.out();

        Terminal elsewhere = new Terminal().folder(folder).probe(new TwoTypes());
        assertThat(elsewhere.run("probe", "--root", "host.zip")).isZero();
        assertThat(elsewhere.out().lines().skip(1))
                .containsExactlyElementsOf(live.lines().skip(1).toList());
    }

    @Test
    void aFileThatExistsIsNotReplacedWithoutForce() throws Exception {
        Files.writeString(folder.resolve("host.zip"), "mine");
        assertThat(terminal.run("probe", "--capture", "host.zip")).isEqualTo(2);
        assertThat(folder.resolve("host.zip")).hasContent("mine");
        assertThat(terminal.run("probe", "--capture", "host.zip", "--force")).isZero();
    }

    @Test
    void aRefreshNeedsARunningPlatform() {
        assertThat(terminal.run("probe", "--refresh")).isEqualTo(3);
        assertThat(terminal.err()).contains("nothing here reports what platforms offer");

        terminal.conditions(new OneChange());
        assertThat(terminal.run("probe", "--refresh")).isZero();
        assertThat(terminal.err()).contains("came   cloister.hardware.strong  kvm offers it");
    }

    @Test
    void withoutAnybodyWhoJudgesNothingIsJudged() {
        Terminal bare = new Terminal().host(new OneFile());
        assertThat(bare.run("probe")).isEqualTo(3);
        assertThat(bare.err()).contains("org.cloister.probe");
        Terminal blind = new Terminal().probe(new TwoTypes());
        assertThat(blind.run("probe")).isEqualTo(3);
        assertThat(blind.err()).contains("org.cloister.kvm");
    }

    static final class TwoTypes implements CapabilityProbe {
        @Override
        public List<GuestType> types() {
            return List.of(STRONG, WEAK);
        }

        @Override
        public List<Check> probe(GuestType type, HostFacts facts) {
            boolean on = facts.file("/sys/switch", 16) instanceof Fact.Known<Bytes> known
                    && known.value().at(0) == '1';
            Check extra = new Check(
                    "kernel", "extra", false, Check.Status.FAIL, Check.Cause.UNSUPPORTED, "none", "not needed");
            Check needed = on && type.equals(STRONG)
                    ? new Check(
                            "kernel", "switch", true, Check.Status.FAIL, Check.Cause.DISABLED, "on", "set it to off")
                    : new Check("kernel", "switch", true, Check.Status.PASS, Check.Cause.NONE, on ? "on" : "off", "");
            return List.of(needed, extra);
        }
    }

    static class OneFile implements HostFacts {
        @Override
        public String origin() {
            return "a host";
        }

        @Override
        public Fact<Bytes> file(String path, int limit) {
            return path.equals("/sys/switch") ? new Fact.Known<>(Bytes.ofHex("310a")) : new Fact.Absent<>("none");
        }

        @Override
        public Fact<Cpuid> cpuid(int leaf, int subleaf) {
            return new Fact.Unknown<>("not asked");
        }

        @Override
        public Fact<Long> msr(int register) {
            return new Fact.Unknown<>("not asked");
        }

        @Override
        public Fact<List<String>> folder(String path) {
            return new Fact.Unknown<>("not asked");
        }

        @Override
        public Fact<Boolean> device(String path, boolean write) {
            return new Fact.Unknown<>("not asked");
        }

        @Override
        public Fact<IoctlAnswer> ioctl(Ioctl request) {
            return new Fact.Unknown<>("not asked");
        }

        @Override
        public Fact<IoctlAnswer> machineIoctl(Ioctl request) {
            return new Fact.Unknown<>("not asked");
        }
    }

    static final class OneChange implements PlatformConditions {
        @Override
        public SortedSet<String> holding() {
            return new TreeSet<>(List.of("cloister.hardware.strong"));
        }

        @Override
        public List<Change> refresh() {
            return List.of(new Change("cloister.hardware.strong", true, "kvm offers it"));
        }
    }
}
