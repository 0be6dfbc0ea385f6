// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.SelectionException;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code launch} asks the service for, and how it tells what came of it. */
class LaunchTest {
    private static final GuestType SNP = new GuestType("sev-snp");

    private final FakeLauncher launcher = new FakeLauncher();
    private final Terminal terminal = new Terminal().launcher(launcher);

    @TempDir
    Path folder;

    @Test
    void defaultsAreThoseOfTheManual() {
        assertThat(terminal.run("launch")).isZero();

        assertThat(launcher.request.type()).isEqualTo(new TypeChoice.Auto(Optional.empty()));
        assertThat(launcher.request.platform()).isEqualTo(Trust.HARDWARE);
        assertThat(launcher.request.paused()).isFalse();
        assertThat(launcher.request.guest().hasFirmware()).isFalse();
        assertThat(launcher.request.fallback()).contains(SampleFirmware.image());
        assertThat(launcher.request.guest().boot()).isEmpty();
        assertThat(launcher.request.guest().vcpus()).isEqualTo(1);
        assertThat(launcher.request.guest().vcpuType()).isEqualTo("EPYC-v4");
        assertThat(launcher.request.guest().memory()).isEqualTo(256L << 20);
        assertThat(launcher.request.guest().properties()).isEmpty();
        assertThat(launcher.limits.deadline()).isEmpty();
    }

    @Test
    void theTypeIsChosenAsAsked() {
        terminal.run("launch", "--type", "sev-snp");
        assertThat(launcher.request.type()).isEqualTo(new TypeChoice.Named(SNP));

        terminal.run("launch", "--type", "auto", "--minimum", "sev-snp");
        assertThat(launcher.request.type()).isEqualTo(new TypeChoice.Auto(Optional.of(SNP)));
    }

    @Test
    void settingsAreHandedOnByName() {
        String zeros32 = "A".repeat(43) + "=";
        terminal.run(
                "launch",
                "--policy",
                "smt=on,debug=off",
                "--guest-features",
                "0x21",
                "--profile",
                "init2",
                "--vmm",
                "qemu",
                "--host-data",
                zeros32,
                "--vcek-disabled",
                "--vcpu-family",
                "25",
                "--vcpu-model",
                "1",
                "--vcpu-stepping",
                "1",
                "--memory",
                "2G",
                "--vcpus",
                "4");

        assertThat(launcher.request.guest().properties())
                .containsEntry("policy", "smt=on,debug=off")
                .containsEntry("guest-features", "0x21")
                .containsEntry("profile", "init2")
                .containsEntry("vmm", "qemu")
                .containsEntry("host-data", zeros32)
                .containsEntry("vcek-disabled", "on")
                .containsEntry("vcpu-signature", "0xa00f11")
                .hasSize(7);
        assertThat(launcher.request.guest().memory()).isEqualTo(2L << 30);
        assertThat(launcher.request.guest().vcpus()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--print-qemu", "--dry-run"})
    void g4KernelsThatQemuDoesNotBootAreRefused(String option) throws Exception {
        Files.write(folder.resolve("vmlinux"), Arrays.copyOf(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 8192));
        Firmware.sample(folder);
        List<String> words = new ArrayList<>(List.of("launch", "--type", "sev-snp", "--kernel", "vmlinux"));
        words.addAll(List.of("--firmware", "sample.fd", "--cbitpos", "51"));
        words.addAll(option.isEmpty() ? List.of() : List.of(option));

        assertThat(terminal.folder(folder).run(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(terminal.err())
                .contains("vmlinux: this is an uncompressed ELF kernel")
                .contains("bzImage");
        words.addAll(List.of("--kernel-hashes", "off"));
        assertThat(terminal.folder(folder).run(words.toArray(String[]::new))).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--print-qemu --print-libvirt | print one document each",
                "--print-qemu -o json         | not -o json",
                "--print-libvirt --execute    | nothing for --execute",
                "--secret-header h --secret s | handed no secret in their launch"
            })
    void t4WhatWouldBeDroppedIsRefusedBeforeTheLaunch(String options, String reason) {
        List<String> words = new ArrayList<>(List.of("launch", "--type", "sev-snp"));
        words.addAll(List.of(options.split(" ")));
        assertThat(terminal.run(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(terminal.err()).contains(reason);
        assertThat(launcher.request).isNull();
    }

    /** The type that would be chosen is taken before anything is launched. */
    @Test
    void t4ASecretForATypeThatIsChosenIsRefusedBeforeTheLaunch() {
        assertThat(terminal.run("launch", "--platform", "emulated", "--secret-header", "h", "--secret", "s"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .contains("guests of type sev-snp are handed no secret in their launch")
                .contains("add --type sev-es");
        assertThat(launcher.request).isNull();
    }

    @Test
    void g4AnEmptyKernelIsRefused() throws Exception {
        Files.createFile(folder.resolve("kern"));
        assertThat(terminal.folder(folder).run("launch", "--type", "sev-snp", "--kernel", "kern"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("kern: this kernel is empty");
    }

    @Test
    void m8MemoryWithoutAUnitIsMebibytes() {
        assertThat(terminal.run("launch", "--type", "sev-snp", "--memory", "512"))
                .isZero();
        assertThat(launcher.request.guest().memory()).isEqualTo(512L << 20);
        assertThat(terminal.err()).contains("note: --memory 512 is taken as 512M, as QEMU does.");
    }

    @Test
    void filesAreRelativeToTheFolderOfTheSession() throws Exception {
        Firmware.sample(folder);
        Firmware.kernel(folder.resolve("kern"));
        Files.writeString(folder.resolve("disk"), "initrd");

        int code = terminal.folder(folder)
                .run("launch", "--firmware", "sample.fd", "--kernel", "kern", "--initrd", "disk", "--append", "a b");

        assertThat(code).isZero();
        assertThat(launcher.request.guest().firmware().name()).isEqualTo("sample.fd");
        assertThat(launcher.request.guest().firmware().content())
                .isEqualTo(SampleFirmware.image().content());
        assertThat(launcher.request.guest().boot()).hasValueSatisfying(boot -> {
            assertThat(boot.kernel().content().length()).isEqualTo(8192);
            assertThat(boot.initrd().orElseThrow().content().toArray())
                    .asString()
                    .isEqualTo("initrd");
            assertThat(boot.commandLine()).isEqualTo("a b");
        });
        assertThat(terminal.err()).contains("note: Kernel hashes are on because a kernel was given");
    }

    @Test
    void jsonHasTheKeysOfTheContract() {
        assertThat(terminal.run("launch", "--platform", "emulated", "-o", "json"))
                .isZero();

        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.keySet())
                .containsExactly(
                        "guest",
                        "platform",
                        "selection",
                        "measurement",
                        "policy",
                        "profile",
                        "properties",
                        "steps",
                        "notes");
        assertThat(JsonKeys.of(json.get("guest"))).containsExactly("id", "type", "state", "execution");
        assertThat(JsonKeys.of(json.get("platform"))).containsExactly("vmm", "trust");
        assertThat(JsonKeys.ofFirst(json.get("selection"))).containsExactly("type", "platform", "eligible", "reason");
        assertThat(JsonKeys.of(json.get("measurement"))).containsExactly("algorithm", "value", "source");
        assertThat(JsonKeys.of(json.get("policy"))).containsExactly("value", "bits");
        assertThat(JsonKeys.ofFirst(json.get("steps"))).containsExactly("name", "micros");
    }

    @Test
    void jsonHasTheValuesOfTheReport() {
        terminal.run("launch", "--platform", "emulated", "-o", "json");

        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.getAsJsonObject("guest"))
                .hasToString("{\"id\":\"g1\",\"type\":\"sev-snp\",\"state\":\"running\",\"execution\":\"none\"}");
        assertThat(json.getAsJsonObject("platform")).hasToString("{\"vmm\":\"softsev\",\"trust\":\"EMULATED\"}");
        assertThat(json.getAsJsonObject("measurement").get("value").getAsString())
                .matches("[0-9a-f]{96}");
        assertThat(json.getAsJsonObject("measurement").get("source").getAsString())
                .isEqualTo("firmware");
        assertThat(json.getAsJsonObject("policy").get("value").getAsString()).isEqualTo("0x30000");
        assertThat(json.getAsJsonObject("policy")
                        .getAsJsonObject("bits")
                        .get("smt")
                        .getAsString())
                .isEqualTo("on");
        assertThat(json.get("profile").getAsString()).isEqualTo("init2");
        assertThat(json.getAsJsonArray("notes").get(0).getAsString()).contains("not run: /dev/kvm is missing");
    }

    @Test
    void textTellsTheSameForPeople() {
        terminal.run("launch", "--platform", "emulated");

        assertThat(terminal.out())
                .contains("g1, sev-snp, running", "softsev, EMULATED", "0x30000 smt=on", "proof of nothing")
                .contains("choose  0.0 ms", "finish  3.5 ms")
                .doesNotContain("note:");
        assertThat(terminal.err()).contains("note: the guest was launched and not run");
    }

    @Test
    void theBannerIsThereOnlyWhereNothingProtects() {
        terminal.run("launch", "--platform", "emulated", "-o", "json");
        assertThat(terminal.err()).startsWith("EMULATED: ");

        Terminal hardware = new Terminal().launcher(launcher);
        hardware.run("launch", "-o", "json");
        assertThat(hardware.err()).isEmpty();
    }

    @Test
    void theGuestIsClosedWhenItIsReported() {
        terminal.run("launch");

        assertThat(launcher.guest.closed()).isTrue();
    }

    @Test
    void aDryRunAsJsonIsThePlan() {
        assertThat(terminal.run("launch", "--dry-run", "--vcpus", "2", "-o", "json"))
                .isZero();

        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.keySet()).containsExactly("selection", "measurement", "policy", "profile", "plan", "notes");
        assertThat(json.getAsJsonObject("measurement").get("source").getAsString())
                .isEqualTo("computed");
        JsonObject plan = json.getAsJsonObject("plan");
        assertThat(plan.keySet()).containsExactly("type", "memory", "ranges", "vcpus", "vcpusMeasured");
        assertThat(plan.get("vcpus").getAsInt()).isEqualTo(2);
        assertThat(JsonKeys.ofFirst(plan.get("ranges"))).containsExactly("name", "gpa", "size", "pageType");
        assertThat(JsonKeys.ofFirst(plan.get("memory"))).containsExactly("name", "gpa", "size");
        assertThat(launcher.guest).isNull();
    }

    @Test
    void aDryRunForPeopleShowsWhereThingsGo() {
        assertThat(terminal.run("launch", "--dry-run")).isZero();

        assertThat(terminal.out()).contains("put in, in this order", "normal", "firmware", "0x10000000", "computed");
        assertThat(launcher.guest).isNull();
    }

    @Test
    void withoutACandidateEveryReasonIsTold() {
        List<Candidate> candidates = List.of(
                new Candidate(SNP, "kvm", Trust.HARDWARE, false, "no /dev/sev; load ccp"),
                new Candidate(new GuestType("sev"), "kvm", Trust.HARDWARE, false, "the BIOS has it off"));
        Problem none = Problem.host("selection.none", "nothing here can launch this guest")
                .found("the first reason");
        FakeLauncher lacking =
                new FakeLauncher(new SelectionException(none, new Selection(Optional.empty(), candidates)));

        assertThat(terminal.launcher(lacking).run("launch", "-o", "json")).isEqualTo(3);

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err().lines())
                .containsExactly(
                        "cloister: nothing here can launch this guest",
                        "  sev-snp  kvm  HARDWARE  not possible  no /dev/sev; load ccp",
                        "  sev      kvm  HARDWARE  not possible  the BIOS has it off");
    }

    @Test
    void theEmulatedPlatformKeepsItsIdentityWhereItIsTold() {
        assertThat(terminal.folder(folder).run("launch", "--platform", "emulated", "--state", "identity"))
                .isZero();
        assertThat(terminal.settings())
                .isEqualTo(Map.of(
                        "state", folder.resolve("identity").toAbsolutePath().toString()));
    }

    @Test
    void aCancelledSessionEndsTheLaunch() {
        terminal.cancellation.cancel();

        assertThat(terminal.run("launch")).isEqualTo(1);
        assertThat(terminal.err()).startsWith("cloister: cancelled").hasLineCount(1);
        assertThat(launcher.guest).isNull();
    }

    @Test
    void theTimeoutIsADeadlineOfTheLaunch() {
        assertThat(terminal.run("launch", "--timeout", "1h")).isZero();
        assertThat(launcher.limits.deadline().orElseThrow().remainingNanos())
                .isBetween(1L, Duration.ofHours(1).toNanos());

        assertThat(terminal.run("launch", "--timeout", "0s")).isEqualTo(1);
        assertThat(terminal.err()).contains("--timeout");
    }

    @Test
    void aVendorsSettingsAreHandedOnByName() {
        assertThat(terminal.run("launch", "--property", "label=a=b", "--property", "empty=", "--debug", "off"))
                .as(terminal.err())
                .isZero();
        assertThat(launcher.request.guest().properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("label", "a=b", "empty", "", "debug", "off"));
    }

    @Test
    void aSettingIsGivenOnce() {
        assertThat(terminal.run("launch", "--property", "debug=on", "--debug", "off"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("debug=on", "twice");
        assertThat(launcher.request).isNull();
    }

    @Test
    void aSettingHasANameAndAValue() {
        assertThat(terminal.run("launch", "--property", "=on")).isEqualTo(2);
        assertThat(terminal.err()).contains("NAME=VALUE");
    }
}
