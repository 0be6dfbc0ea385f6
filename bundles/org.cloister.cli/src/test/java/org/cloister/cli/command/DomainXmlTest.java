// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cloister.api.GuestType;
import org.cloister.api.caller.RemoteFiles;
import org.cloister.api.caller.ServedFiles;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.Terminal;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M3: {@code measure}, {@code launch} and {@code verify measurement} of a whole domain. */
class DomainXmlTest {
    private static final String XML = "guest.xml";

    @TempDir
    private Path folder;

    private final FakeLauncher launcher = new FakeLauncher();
    private Terminal terminal;
    private Path sample;

    @BeforeEach
    void firmware() throws IOException {
        sample = Firmware.sample(folder);
    }

    private int run(String... words) {
        terminal = new Terminal().folder(folder).launcher(launcher);
        return terminal.run(words);
    }

    private int run(String words) {
        return run(words.split(" "));
    }

    private String digest(String... words) {
        assertThat(run(words)).as(() -> terminal.err()).isZero();
        return terminal.out().strip();
    }

    private static String security(String type, String attributes, String policy) {
        return "<launchSecurity type='" + type + "'" + attributes + "><cbitpos>51</cbitpos><policy>" + policy
                + "</policy></launchSecurity>";
    }

    private static String cpu(String model) {
        return "<cpu mode='custom' match='exact'><model fallback='forbid'>" + model + "</model></cpu>";
    }

    /** Writes a domain of what is booted, its processor, how many of them, and the protection. */
    private void domain(String os, String cpu, int vcpus, String security) throws IOException {
        Files.writeString(
                folder.resolve(XML),
                "<domain type='kvm'><name>n</name>\n<memory unit='GiB'>2</memory>\n<vcpu>" + vcpus + "</vcpu>\n"
                        + "<os><type>hvm</type>\n" + os + "</os>\n" + cpu + "\n" + security + "</domain>\n");
    }

    private void usual() throws IOException {
        domain("<loader>" + sample + "</loader>", cpu("EPYC-Milan"), 2, security("sev-snp", "", "0x30000"));
    }

    /** Digests that an independent tool computed of these domains' parts. */
    @ParameterizedTest
    @CsvSource({
        "EPYC-Genoa, 2, '', 237d08f6443ab3f7310ffd20b6cc30ec3c0356324a052ca682c16c8c8dcc223865c5c1b7eabb26b63f315e28c5cc6614",
        "EPYC-v4, 1, yes, 468950107c7f025dda4473cff7e0d7603fb597b9d5d756d337db304d6674fcc8fe1842e3e380d3415380138571a56981",
        "EPYC-v4, 1, no, d74bd3ea40b240c3228edc5177ce6193561ebff633dbd0be76d6c143b876d65102425c0e2e8a930857c48daa5eacda58"
    })
    void m3DigestsOfOthers(String model, int vcpus, String hashes, String expected) throws IOException {
        String boot = "<loader type='rom' stateless='yes'>" + Firmware.data("firmware/OVMF.amdsev.fd") + "</loader>";
        if (!hashes.isEmpty()) {
            boot += "<kernel>" + Firmware.data("expected/kern.txt") + "</kernel><initrd>"
                    + Firmware.data("expected/initrd.txt") + "</initrd><cmdline>console=ttyS0 root=/dev/vda1</cmdline>";
        }
        String attribute = hashes.isEmpty() ? "" : " kernelHashes='" + hashes + "'";
        domain(boot, cpu(model), vcpus, security("sev-snp", attribute, "0x30000"));

        assertThat(digest("measure", "--domain-xml", XML)).isEqualTo(expected);
        assertThat(terminal.err().lines().filter(line -> line.contains("the kernel is not measured")))
                .hasSize(hashes.equals("no") ? 1 : 0);
    }

    /** Debian's CODE half of a pair for flash. */
    @ParameterizedTest
    @CsvSource({
        "0x3, '', b157d97b1f69729514feb7f201d2cbe4957f23ab77920e361fe9f822ba49ca4c",
        "0x7, init2, 9509e57b579b7be22e2b151ad3e941538f7ecb3028eeeef3a6c8aad65f8cfa2a"
    })
    void m2FlashOfADomain(String policy, String profile, String expected) throws Exception {
        Path code = Needs.file(Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd"));
        String debians = "b157d97b1f69729514feb7f201d2cbe4957f23ab77920e361fe9f822ba49ca4c";
        String here = java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(code)));
        Needs.that(here.equals(debians), () -> "OVMF_CODE_4M.fd of ovmf 2022.11-6+deb12u2");
        domain("<loader type='pflash'>" + code + "</loader>", cpu("EPYC-v4"), 4, security("sev", "", policy));

        List<String> words = new ArrayList<>(List.of("measure", "--domain-xml", XML));
        if (!profile.isEmpty()) {
            words.addAll(List.of("--profile", profile));
        }
        assertThat(digest(words.toArray(String[]::new))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sev     | 0x1     | --profile legacy",
                "sev     | 0x5     | --profile legacy",
                "sev-snp | 0x30000 | --guest-features 0x1"
            })
    void m3SameAsTheOptions(String type, String policy, String more) throws IOException {
        domain("<loader>" + sample + "</loader>", cpu("EPYC-Rome"), 3, security(type, "", policy));
        String name = policy.equals("0x5") ? "sev-es" : type;

        assertThat(digest("measure", "--domain-xml", XML))
                .isEqualTo(digest(
                        ("measure --type " + name + " --firmware sample.fd --vcpus 3 --vcpu-type EPYC-Rome " + more)
                                .split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--domain-xml", "--launch-security"})
    void m3LaunchTakesTheWholeDomain(String option) throws IOException {
        Path kernel = Firmware.kernel(folder.resolve("kernel"));
        domain(
                "<loader>" + sample + "</loader><kernel>" + kernel + "</kernel><cmdline>a  b</cmdline>",
                cpu("EPYC-Milan"),
                2,
                security("sev-snp", " kernelHashes='yes'", "0x30000"));

        assertThat(run("launch", option, XML, "--platform", "emulated", "--dry-run"))
                .as(() -> terminal.err())
                .isZero();
        var guest = launcher.request.guest();
        assertThat(launcher.request.type()).isEqualTo(new TypeChoice.Named(new GuestType("sev-snp")));
        assertThat(guest.firmware().name()).isEqualTo(sample.toString());
        assertThat(guest.boot().orElseThrow().kernel().name()).isEqualTo(kernel.toString());
        assertThat(guest.boot().orElseThrow().commandLine()).isEqualTo("a  b");
        assertThat(guest.vcpus()).isEqualTo(2);
        assertThat(guest.vcpuType()).isEqualTo("EPYC-Milan");
        assertThat(guest.memory()).isEqualTo(2L << 30);
        assertThat(guest.properties()).isEqualTo(Map.of("policy", "0x30000", "cbitpos", "51", "kernel-hashes", "on"));
        assertThat(terminal.out()).contains(digest("measure", "--domain-xml", XML));
    }

    @Test
    void m3UnhashedKernelIsLaunchedAndNotRead() throws IOException {
        String os = "<loader>" + sample + "</loader><kernel>%s</kernel>";
        domain(os.formatted("/nowhere"), cpu("EPYC-Milan"), 2, security("sev-snp", "", "0x30000"));
        String digest = digest("measure", "--domain-xml", XML);

        assertThat(terminal.err()).contains("line 5, os/kernel: kernelHashes is not yes");
        assertThat(run("launch --domain-xml guest.xml --dry-run")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("os/kernel /nowhere: there is no such file")
                .contains("--kernel FILE");
        Firmware.kernel(folder.resolve("kernel"));
        assertThat(run("launch --domain-xml guest.xml --kernel kernel --dry-run"))
                .as(() -> terminal.err())
                .isZero();
        assertThat(terminal.err()).contains("os/kernel: /nowhere is read from kernel");
        assertThat(terminal.out()).contains(digest);
        assertThat(launcher.request.guest().boot()).isPresent();
    }

    @Test
    void m3FilesLieElsewhere() throws IOException {
        domain("<loader>/nowhere.fd</loader>", cpu("EPYC-Milan"), 2, security("sev-snp", "", "0x30000"));
        assertThat(run("measure --domain-xml guest.xml")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("guest.xml, line 5, os/loader /nowhere.fd: there is no such file")
                .contains("say where it lies here: --firmware FILE");
        String digest = digest("measure", "--domain-xml", XML, "--firmware", "sample.fd");
        assertThat(terminal.err()).contains("os/loader: /nowhere.fd is read from sample.fd");
        usual();
        assertThat(digest("measure", "--domain-xml", XML)).isEqualTo(digest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--vcpus 2                    | 0 | note",
                "--vcpus 3                    | 2 | line 3, vcpu and --vcpus: this is given twice",
                "--vcpu-type EPYC-Milan       | 0 | note",
                "--vcpu-type EPYC-Milan-v2    | 0 | note",
                "--vcpu-sig 0xa00f11          | 0 | note",
                "--vcpu-type EPYC-v4          | 2 | line 6, cpu/model and the vCPU model by options",
                "--vcpu-sig 0x800f12          | 2 | EPYC-Milan with signature 0xa00f11 and 0x800f12",
                "--vcpu-sig milan             | 2 | given twice",
                "--memory 2G                  | 0 | note",
                "--memory 2048                | 0 | note",
                "--memory 3G                  | 2 | line 2, memory and --memory",
                "--policy 0x30000             | 0 | note",
                "--policy 196608              | 0 | note",
                "--policy 0x30001             | 2 | policy",
                "--cbitpos 47                 | 2 | cbitpos",
                "--reduced-phys-bits 1        | 0 | note",
                "--kernel-hashes on           | 2 | there is no kernel to hash",
                "--kernel sample.fd           | 2 | --kernel: this domain has no such file",
                "--append a                   | 2 | os/cmdline and --append",
                "--type sev-snp               | 0 | note",
                "--type sev                   | 2 | the type contradicts",
                "--launch-security guest.xml  | 2 | two ways",
                "--object sev-snp-guest,id=s  | 2 | two ways"
            })
    void m3ValuesBesideAreTheSameOrFillAGap(String options, int code, String message) throws IOException {
        usual();
        assertThat(run("launch --domain-xml guest.xml --dry-run " + options))
                .as(() -> terminal.err())
                .isEqualTo(code);
        assertThat(terminal.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<cpu mode='host-passthrough'/> | line 6, cpu/@mode",
                "<cpu mode='host-model'/>       | line 6, cpu/@mode",
                "<cpu mode='maximum'/>          | line 6, cpu/@mode",
                "''                             | cpu: without a model"
            })
    void m3ModelOfTheHostIsFilledIn(String cpu, String place) throws IOException {
        domain("<loader>" + sample + "</loader>", cpu, 2, security("sev-snp", "", "0x30000"));
        assertThat(run("measure --domain-xml guest.xml")).isEqualTo(2);
        assertThat(terminal.err()).contains(place);
        String named = digest("measure", "--domain-xml", XML, "--vcpu-type", "EPYC-Milan");
        assertThat(digest("measure", "--domain-xml", XML, "--vcpu-sig", "0xa00f11"))
                .isEqualTo(named);
        usual();
        assertThat(digest("measure", "--domain-xml", XML)).isEqualTo(named);
    }

    /** SEV measures no registers, and so no model either; with the ES bit it does. */
    @Test
    void m3ModelOfTheHostIsNotMissedWhereNoRegistersAreMeasured() throws IOException {
        String loader = "<loader>" + sample + "</loader>";
        domain(loader, cpu("EPYC-Milan"), 2, security("sev", "", "0x1"));
        String named = digest("measure", "--domain-xml", XML);

        domain(loader, "<cpu mode='host-passthrough'/>", 2, security("sev", "", "0x1"));
        assertThat(digest("measure", "--domain-xml", XML)).isEqualTo(named);
        domain(loader, "<cpu mode='host-passthrough'/>", 2, security("sev", "", "0x5"));
        assertThat(run("measure --domain-xml guest.xml")).isEqualTo(2);
        assertThat(terminal.err()).contains("cpu/@mode");
    }

    @Test
    void m3ChosenFirmwareIsFilledIn() throws IOException {
        usual();
        String digest = digest("measure", "--domain-xml", XML);
        Files.writeString(
                folder.resolve(XML),
                Files.readString(folder.resolve(XML))
                        .replace("<os>", "<os firmware='efi'>")
                        .replaceAll("<loader>[^<]*", "<loader stateless='yes'>"));
        assertThat(run("measure --domain-xml guest.xml")).isEqualTo(2);
        assertThat(terminal.err()).contains("os/@firmware").contains("name the file: --firmware FILE");
        assertThat(digest("measure", "--domain-xml", XML, "--firmware", "sample.fd"))
                .isEqualTo(digest);
    }

    @Test
    void m3RomTakesNoHalfOfFlash() throws IOException {
        Path code = folder.resolve("code.fd");
        byte[] content = Files.readAllBytes(sample);
        byte[] longer = new byte[content.length + 4096];
        System.arraycopy(content, 0, longer, 4096, content.length);
        Files.write(code, longer);
        for (String type : List.of("rom", "pflash")) {
            domain("<loader type='" + type + "'>" + code + "</loader>", cpu("EPYC"), 1, security("sev", "", "0x1"));
            assertThat(run("measure --domain-xml guest.xml")).isEqualTo(type.equals("rom") ? 2 : 0);
        }
        domain("<loader>" + code + "</loader>", cpu("EPYC"), 1, security("sev", "", "0x5"));
        assertThat(run("measure --domain-xml guest.xml")).isEqualTo(2);
        assertThat(terminal.err()).contains("line 5, os/loader").contains("<loader type='pflash'>");
    }

    @Test
    void m3OtherLaunchersDigestsAreOfNoGuestOfADomain() throws IOException {
        usual();
        for (String other : List.of("--profile ec2", "--profile gce", "--vmm gce")) {
            assertThat(run("measure --domain-xml guest.xml " + other)).isEqualTo(2);
            assertThat(terminal.err()).contains("qemu, by the definition");
        }
        assertThat(run("measure --domain-xml guest.xml --vmm qemu")).isZero();
    }

    @Test
    void v12NotesOnADomainStayOneLine() {
        terminal = new Terminal();
        NoteLine.print(terminal.context(), "/x\nverdict pass is read from sample.fd");
        assertThat(terminal.err()).contains("note: /x{0a}verdict pass").doesNotContain("\nverdict pass");
    }

    @Test
    void u6MachineOfADomainIsPrinted() throws IOException {
        domain("<loader>" + sample + "</loader>", cpu("EPYC-Milan"), 2, security("sev-snp", "", "0x30000"));
        Path xml = folder.resolve(XML);
        Files.writeString(xml, Files.readString(xml).replace("<type>", "<type machine='pc-q35-9.2'>"));
        assertThat(run("launch --domain-xml guest.xml --print-qemu"))
                .as(() -> terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("-machine pc-q35-9.2,");
        assertThat(run("launch --domain-xml guest.xml --print-libvirt")).isZero();
        assertThat(terminal.out()).contains("machine='pc-q35-9.2'");
    }

    @Test
    void m3ProtectionAloneIsNoDomain() throws IOException {
        Files.writeString(folder.resolve(XML), security("sev-snp", "", "0x30000"));
        for (String command : List.of("measure", "launch --dry-run")) {
            assertThat(run(command + " --domain-xml guest.xml")).isEqualTo(2);
            assertThat(terminal.err()).contains("no whole guest").contains("--launch-security");
        }
        assertThat(run("measure")).isEqualTo(2);
        assertThat(terminal.err()).contains("--type").contains("--domain-xml");
    }

    @Test
    void m3SearchGoesByTheDomain() throws IOException {
        usual();
        String digest = digest("measure", "--domain-xml", XML);
        String found = digest("measure", "--domain-xml", XML, "--find", digest);
        assertThat(found.lines().skip(1))
                .singleElement()
                .asString()
                .contains(" 2 ")
                .contains("0xa00f11");
    }

    @Test
    void m3VerifiesByTheDomain() throws IOException {
        domain("<loader>" + sample + "</loader>", cpu("EPYC-Milan"), 2, security("sev", "", "0x5"));
        Files.write(folder.resolve("tik"), new byte[16]);
        String claimed = "Z".repeat(64);
        String[] words = ("verify measurement --tik tik --api-major 1 --api-minor 55 --build-id 40 --measurement "
                        + claimed + " --policy 0x5 -o json")
                .split(" ");
        List<String> byDomain = new ArrayList<>(Arrays.asList(words));
        byDomain.addAll(List.of("--domain-xml", XML));
        assertThat(run(byDomain.toArray(String[]::new)))
                .as(() -> terminal.err())
                .isEqualTo(1);
        String expected = terminal.out();
        List<String> byOptions = new ArrayList<>(Arrays.asList(words));
        byOptions.addAll(List.of("--firmware", "sample.fd", "--vcpus", "2", "--vcpu-type", "EPYC-Milan"));
        byOptions.addAll(List.of("--profile", "legacy"));
        assertThat(run(byOptions.toArray(String[]::new))).isEqualTo(1);
        assertThat(terminal.out()).isEqualTo(expected);
        byDomain.set(byDomain.indexOf("0x5"), "0x4");
        assertThat(run(byDomain.toArray(String[]::new))).isEqualTo(2);
        assertThat(terminal.err()).contains("policy").contains("given twice");
        byDomain.set(byDomain.indexOf("0x4"), "0x30000");
        domain("<loader>" + sample + "</loader>", cpu("EPYC-Milan"), 2, security("sev-snp", "", "0x30000"));
        assertThat(run(byDomain.toArray(String[]::new))).isEqualTo(2);
        assertThat(terminal.err()).contains("another type").contains("verify report");
    }

    /** Guests ran with bits that have no meaning: the verdict is the same, whoever says what was launched. */
    @Test
    void t1ReservedPolicyBitsOfADomainAreVerifiedAsTheyAre() throws IOException {
        Files.write(folder.resolve("tik"), new byte[16]);
        String words = "verify measurement --tik tik --api-major 1 --api-minor 55 --build-id 40 --measurement "
                + "Z".repeat(64) + " --policy 0x7f -o json ";
        assertThat(run(words + "--firmware sample.fd --vcpus 2 --vcpu-type EPYC-Milan --profile legacy"))
                .as(() -> terminal.err())
                .isEqualTo(1);
        String expected = terminal.out();
        String warning = terminal.err();
        assertThat(warning).contains("warning: reserved policy bits are set: 6");
        for (String policy : List.of("0x7f", "7f")) {
            domain("<loader>" + sample + "</loader>", cpu("EPYC-Milan"), 2, security("sev", "", policy));
            assertThat(run(words + "--domain-xml guest.xml"))
                    .as(() -> terminal.err())
                    .isEqualTo(1);
            assertThat(terminal.out()).isEqualTo(expected);
            assertThat(terminal.err().lines()).containsAll(warning.lines().toList());
        }
        domain("<loader>" + sample + "</loader>", cpu("EPYC-Milan"), 2, security("sev", "", "0x3f"));
        assertThat(run(words + "--domain-xml guest.xml")).isEqualTo(2);
        assertThat(terminal.err()).contains("policy").contains("given twice");
        domain("<loader>" + sample + "</loader>", cpu("EPYC-Milan"), 2, security("sev-snp", "", "0x7f"));
        assertThat(run(words + "--domain-xml guest.xml")).isEqualTo(2);
        assertThat(terminal.err()).contains("another type").contains("verify report");
        assertThat(run("measure --domain-xml guest.xml")).isEqualTo(2);
        assertThat(terminal.err()).contains("policy");
    }

    /** Registers that nobody measures need no model, neither to launch; another monitor's words say it all the same. */
    @Test
    void m3LaunchOfAnyModelWhereNoRegistersAreMeasured() throws IOException {
        domain("<loader>" + sample + "</loader>", "<cpu mode='host-passthrough'/>", 2, security("sev", "", "0x1"));
        run("launch --domain-xml guest.xml --dry-run");
        assertThat(launcher.request.type()).isEqualTo(new TypeChoice.Named(new GuestType("sev")));
        assertThat(launcher.request.guest().vcpus()).isEqualTo(2);
        assertThat(run("launch --domain-xml guest.xml --print-qemu")).isEqualTo(2);
        assertThat(terminal.err()).contains("cpu/@mode");
        domain("<loader>" + sample + "</loader>", "<cpu mode='host-passthrough'/>", 2, security("sev", "", "0x5"));
        assertThat(run("launch --domain-xml guest.xml --dry-run")).isEqualTo(2);
        assertThat(terminal.err()).contains("cpu/@mode");
    }

    /** What is noted is of a guest that is taken: beside a refusal it would be read as its reason. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "measure --domain-xml guest.xml --vcpus 3        | vcpu and --vcpus",
                "measure --domain-xml guest.xml --vcpu-type EPYC | cpu/model and the vCPU model",
                "measure --domain-xml guest.xml --id-auth AAAA   | id-auth",
                "launch --domain-xml guest.xml --dry-run --memory 3G    | memory and --memory",
                "launch --domain-xml guest.xml --dry-run --append a     | os/cmdline and --append",
                "launch --domain-xml guest.xml --dry-run --id-auth AAAA | id-auth"
            })
    void m3NotesComeWithNoRefusal(String words, String reason) throws IOException {
        domain("<loader>/nowhere.fd</loader>", cpu("EPYC-Milan"), 2, security("sev-snp", "", "30000"));
        assertThat(run("launch --domain-xml guest.xml --firmware sample.fd --dry-run"))
                .as(() -> terminal.err())
                .isZero();
        assertThat(terminal.err())
                .containsOnlyOnce("note: policy 30000 is hexadecimal")
                .containsOnlyOnce("/nowhere.fd is read from sample.fd");
        assertThat(run(words + " --firmware sample.fd")).isEqualTo(2);
        assertThat(terminal.err()).contains(reason).doesNotContain("note: policy", "is read from");
    }

    /** The client of a running platform opens only what its command line names. */
    @Test
    void m3RunningPlatformReadsWhatTheCommandNames() throws IOException {
        usual();
        for (boolean named : new boolean[] {false, true}) {
            List<String> words = new ArrayList<>(List.of("launch", "--connect", "--domain-xml", XML));
            if (named) {
                words.addAll(List.of("--firmware", sample.toString()));
            }
            terminal = new Terminal().launcher(launcher);
            try (ServedFiles served = new ServedFiles(folder, words)) {
                int code = terminal.files(new RemoteFiles(served::answer)).run(words.toArray(String[]::new));
                assertThat(code).as(() -> terminal.err()).isEqualTo(named ? 0 : 2);
                assertThat(terminal.err().contains("name it: --firmware " + sample))
                        .isEqualTo(!named);
            }
        }
    }

    @Test
    void m3DevicesInADomainAreReadToTheirLimit() throws IOException {
        Needs.file(Path.of("/dev/zero"));
        domain("<loader>/dev/zero</loader>", cpu("EPYC-Milan"), 2, security("sev-snp", "", "0x30000"));
        assertThat(run("measure --domain-xml guest.xml")).isEqualTo(2);
        assertThat(terminal.err()).contains("os/loader /dev/zero: this file is too large");
        assertThat(run("measure --domain-xml /dev/zero")).isEqualTo(2);
        assertThat(terminal.err()).contains("--domain-xml /dev/zero: this file is too large");
    }
}
