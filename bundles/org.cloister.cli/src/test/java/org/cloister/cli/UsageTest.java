// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.cloister.cli.testing.FakeDoctor;
import org.cloister.cli.testing.FakeKeeper;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad usage: exit code 2, nothing on standard output, one line that names what is wrong. */
class UsageTest {
    @ParameterizedTest(name = "cloister {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                                                          | a command is missing; see 'cloister --help'
        lunch                                                       | unknown command 'lunch', perhaps meant as launch
        --nix                                                       | unknown option '--nix'
        help nix                                                    | unknown subcommand 'nix'
        help platform nix                                           | unknown subcommand 'nix'; see 'cloister platform --help'
        completion                                                  | missing required parameter: 'bash|zsh|fish'
        completion sh                                               | found sh, expected one of bash, zsh, fish
        console now                                                 | unexpected argument 'now'
        measure                                                     | --type: it is not said of which type the guest is
        measure --type sev-snp --nix                                | unknown option '--nix'; see 'cloister measure --help'
        measure --type sev-snp --firmw x                            | perhaps meant as --firmware
        measure --type sev-snp more                                 | unexpected argument 'more'
        measure --type sev-snp --firmware                           | missing required parameter for option '--firmware'
        measure --type sev-snp --vcpus 1 --vcpus 2                  | '--vcpus' (N) should be specified only once
        measure --type sev-snp -o xml                               | option '--output': there is no such choice (found xml, expected one of text, json)
        measure --type sev-snp --format hax                         | option '--format': there is no such choice (found hax, expected one of hex, base64); see 'cloister measure --help'
        measure --type sev-snp --policy 0x30000                     | unknown option '--policy'
        measure --type auto                                         | found auto
        measure --type tdx                                          | found tdx, expected one of sev, sev-es, sev-snp
        measure --type SEV                                          | found SEV
        measure --type sev-snp --vcpus 0                            | found 0, expected 1 to 4096
        measure --type sev-snp --vcpus 4097                         | found 4097, expected 1 to 4096
        measure --type sev-snp --vcpus 10000                        | found 10000, expected 1 to 4096
        measure --type sev-snp --vcpus -1                           | found -1, expected 1 to 4096
        measure --type sev-snp --vcpus 4294967297                   | '4294967297' is not a whole number
        measure --type sev-snp --vcpus two                          | 'two' is not a whole number
        measure --type sev-snp --vcpu-type EPYC-Millan              | did you mean EPYC-Milan
        measure --type sev-snp --vcpu-type EPYC --vcpu-sig 0x800f12 | given in more than one way
        measure --type sev-snp --vcpu-sig 0x1 --vcpu-family 23      | given in more than one way
        measure --type sev-snp --vcpu-family 23 --vcpu-model 1      | given in part only
        measure --type sev-snp --initrd x                           | --initrd is for a kernel
        measure --type sev-snp --append x                           | --append is for a kernel
        measure --type sev-snp --kernel-hashes on                   | kernel-hashes
        measure --type sev-snp --guest-features 0x20                | guest-features
        measure --type sev-snp --profile nix                        | profile
        measure --type sev-snp --vmm nix                            | vmm
        measure --type sev-snp --vmm gce --profile ec2              | expected a profile of gce
        measure --type sev-snp --firmware-hash 0g                   | '0g' is neither an even number of hexadecimal digits nor base64 of 32 or 48 bytes
        measure --type sev-snp --firmware-hash 00                   | found 1 bytes, expected 48 bytes
        measure --type sev-snp --firmware-hash 00 --print-firmware-hash | exclude each other
        launch --platform cloud                                     | found cloud, expected one of hardware, emulated
        launch --platform emulated --generation venice              | found venice, expected one of naples, rome, milan, genoa, turin
        platform snp-config --mask-chip-id=maybe                    | found maybe, expected one of on, off
        platform certificates --form=p12 --out x                    | found p12, expected one of pem, der
        platform status --platform emulated --report-version 4      | found 4, expected 2, 3 or 5
        launch --memory 256X                                        | '256X' is not a size; write it as 256M or 2G
        launch --timeout 5                                          | '5' is not a span of time; write it as 500ms, 30s or 5m
        launch --type sev-snp --minimum sev                         | --minimum is for --type auto
        launch --type Sev                                           | found Sev
        launch --dry-run --execute                                  | leave one of them out
        probe sev sev-es                                            | unexpected argument 'sev-es'
        probe -o xml                                                | option '--output'
        launch --connect=on                                         | option '--connect'
        launch --run x                                              | with launch, add --connect
        probe --run x                                               | with probe, --refresh
        serve now                                                   | unexpected argument 'now'
        list g1                                                     | unexpected argument 'g1'
        list --run x                                                | no other platform is asked here
        info                                                        | missing required parameter: 'ID'
        info g1                                                     | there is no such guest (found g1, expected none
        stop                                                        | give either names of guests or --all
        stop g1 --all                                               | give either names of guests or --all
        stop g1                                                     | there is no such guest
        swap sev-snp                                                | missing required parameter: 'JAR'
        swap Sev x.jar                                              | found Sev
        swap sev-snp x.jar --drain 5                                | '5' is not a span of time
        doctor Sev                                                  | found Sev
        launch --object x                                           | not a confidential guest of AMD's
        launch --dry-run --paused                                   | leave one of them out
        launch --connect --generation milan                         | leave them out with --connect
        launch --qmp tcp:localhost:4444                             | expected unix:PATH
        launch --qmp unix:                                          | expected unix:PATH
        launch --qmp unix:x,wait=on                                 | found wait=on
        launch --qmp unix:/nowhere/socket                           | /nowhere/socket: there can be no socket here
        platform                                                    | what to do with the platform is missing
        platform status --state x                                   | hardware keeps its identity itself
        launch --state x                                            | hardware keeps its identity itself
        platform status --platform emulated --state=                | --state: no folder is named
        platform reset                                              | say --yes if that is meant; nothing was done
        platform pek-gen                                            | say --yes if that is meant; nothing was done
        platform snp-commit                                         | say --yes if that is meant; nothing was done
        platform snp-config                                         | there is nothing to set
        platform snp-config --reported-tcb 0x12345678901234567      | is not a number from 0 to 0xffffffffffffffff
        platform export                                             | '--out=DIR'
        platform pek-csr                                            | '--out=FILE'
        launch --initrd x                                           | --initrd is for a kernel
        launch --report-data 00                                     | expected --attest beside them
        launch --report-out x                                       | expected --attest beside them
        launch --certs-out x                                        | expected --attest beside them
        launch --force                                              | expected --attest beside them
        launch --attest --force                                     | there is no file to replace
        launch --attest --paused                                    | only a finished guest can --attest
        launch --attest --dry-run                                   | there is no guest to --attest
        launch --attest --report-data 0                             | '0' is neither an even number of hexadecimal digits nor base64 of 64 bytes
        """)
    void isRefusedInOneLine(String line, String named) {
        Terminal terminal = new Terminal().keeper(new FakeKeeper()).doctor(new FakeDoctor());
        if (!line.startsWith("measure")) {
            // With a launcher, measure would know the types that its bundles bring
            terminal.launcher(new FakeLauncher());
        }

        int code = terminal.run(line.isEmpty() ? new String[0] : line.split(" +"));

        assertThat(terminal.err()).startsWith("cloister: ").contains(named).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
        assertThat(code).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "help",
                "launch --help",
                "help launch",
                "help platform snp-config",
                "measure -h",
                "console --help",
                "--version"
            })
    void helpAndVersionGoToStandardOutput(String line) {
        Terminal terminal = new Terminal();

        assertThat(terminal.run(line.split(" "))).isZero();
        assertThat(terminal.out()).contains("cloister");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments() {
        Terminal terminal = new Terminal();

        assertThat(terminal.run("measure", "--type", "@/etc/hostname")).isEqualTo(2);
        assertThat(terminal.err()).contains("found @/etc/hostname");
    }

    @Test
    void lineBreaksInWhatWasTypedDoNotBreakTheMessage() {
        Terminal terminal = new Terminal();

        terminal.run("measure", "--type", "sev\nsnp\u001b[2J");

        assertThat(terminal.err()).contains("found sev{0a}snp{1b}[2J").hasLineCount(1);
    }

    @Test
    void aPlatformIsNotStartedFromWithin() {
        Terminal terminal = new Terminal();

        assertThat(terminal.run("console")).isEqualTo(2);
        assertThat(terminal.run("serve")).isEqualTo(2);
        assertThat(terminal.err()).contains("run 'cloister console'", "run 'cloister serve'");
    }

    @Test
    void thePlatformThatIsKeptIsWhatItIsToldToBe() {
        Terminal terminal = new Terminal().folder(Path.of("/here")).keeping();

        assertThat(terminal.run("serve", "--state", "s", "--generation", "turin", "--report-version", "5"))
                .isZero();
        assertThat(terminal.settings())
                .isEqualTo(Map.of("state", "/here/s", "generation", "turin", "report.version", "5"));
        assertThat(terminal.run("console", "--generation", "milan")).isZero();
        assertThat(terminal.settings()).isEqualTo(Map.of("generation", "milan"));
        assertThat(terminal.run("serve", "--report-version", "4")).isEqualTo(2);
    }
}
