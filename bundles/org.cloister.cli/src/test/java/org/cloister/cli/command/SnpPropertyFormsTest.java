// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cloister.api.launch.Guest;
import org.cloister.cli.testing.CommandBench;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each property of an SEV-SNP guest with its good and its bad values, in each form in which it can be given, from the
 * command line to the launched guest. The values that rows stand for are {@link SnpWords}.
 */
class SnpPropertyFormsTest {
    @TempDir
    static Path folder;

    private static CommandBench bench;
    private static SnpWords words;

    private static synchronized CommandBench bench() {
        if (bench == null) {
            bench = new CommandBench(folder);
            words = new SnpWords(folder);
        }
        return bench;
    }

    /** A row: what is given, and the result. */
    record Row(String given, String expected) {
        @Override
        public String toString() {
            return given;
        }
    }

    static Stream<Row> good() {
        return rows(GOOD);
    }

    static Stream<Row> bad() {
        return rows(BAD);
    }

    static Stream<Row> impossible() {
        return rows(IMPOSSIBLE);
    }

    private static Stream<Row> rows(String table) {
        List<Row> rows = new ArrayList<>();
        String form = "";
        for (String line : table.lines().map(String::strip).toList()) {
            if (line.startsWith("#")) {
                form = line.substring(1).strip();
            } else if (!line.isEmpty()) {
                String[] cells = (" " + line).split(" \\| ", 2);
                rows.add(new Row(form.replace("…", cells[0].strip()), cells[1]));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("good")
    void launchesAndReadsBackAsGiven(Row row) {
        int code = bench().run(words.words(row.given()));
        assertThat(code).as(bench().err()).isZero();
        Guest guest = bench().launcher().guests().get(0);
        try {
            assertThat(guest.properties()).isEqualTo(properties(row.expected()));
        } finally {
            guest.close();
        }
    }

    private static Map<String, String> properties(String text) {
        Map<String, String> all = new TreeMap<>();
        for (String one : text.split(" ")) {
            if (!one.equals("nothing")) {
                int equals = one.indexOf('=');
                all.put(one.substring(0, equals), words.filled(one.substring(equals + 1)));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesBeforeAnyPlatformIsAsked(Row row) {
        refuses(row, 2);
    }

    /** What is right in itself, and not on this platform. */
    @ParameterizedTest
    @MethodSource("impossible")
    void refusesOnThisPlatform(Row row) {
        refuses(row, 3);
    }

    private static void refuses(Row row, int exitCode) {
        int code = bench().run(words.words(row.given()));
        assertThat(bench().err()).contains(row.expected());
        assertThat(code).isEqualTo(exitCode);
        assertThat(bench().out()).isEmpty();
        assertThat(bench().launcher().guests()).isEmpty();
    }

    private static final String GOOD = """
            # --type sev-snp …
            | nothing
            # --type sev-snp --policy …
            0x30000 | policy=0x30000
            0x20000 | policy=0x20000
            0x3001f | policy=0x3001f
            smt=off | policy=smt=off
            smt=on,debug=on,single-socket=on,abi=0.31 | policy=smt=on,debug=on,single-socket=on,abi=0.31
            # --type sev-snp …
            --debug on | debug=on
            --debug off --policy debug=off | debug=off policy=debug=off
            --guest-features 0x1 | guest-features=0x1
            --guest-features 1 | guest-features=1
            --kernel-hashes off | kernel-hashes=off
            --kernel {kernel} --kernel-hashes on | kernel-hashes=on
            --kernel {kernel} --kernel-hashes off | kernel-hashes=off
            --kernel {kernel} | nothing
            --profile init2 --vmm qemu | profile=init2 vmm=qemu
            --profile ec2 | profile=ec2
            --vmm gce | vmm=gce
            --host-data 5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a | host-data={32}
            --host-data 0x5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a | host-data={32}
            --guest-visible-workarounds 5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a | guest-visible-workarounds={16}
            --host-data {32} | host-data={32}
            --guest-visible-workarounds {16} | guest-visible-workarounds={16}
            --id-block {block} --id-auth {auth} | id-block={block} id-auth={auth}
            --id-block {block} --id-auth {authored} | id-block={block} id-auth={authored}
            --id-block {block} --id-auth {authored} --author-key-enabled | id-block={block} id-auth={authored} author-key-enabled=on
            --vcek-disabled | vcek-disabled=on
            --cbitpos 51 --reduced-phys-bits 1 | cbitpos=51 reduced-phys-bits=1
            --cbitpos 0x33 | cbitpos=0x33
            # --type sev-snp --property …
            policy=0x30000 | policy=0x30000
            host-data={32} | host-data={32}
            vcek-disabled=off | vcek-disabled=off
            author-key-enabled=off | author-key-enabled=off
            vcpu-signature=0xa00f11 | vcpu-signature=0xa00f11
            smm=off --property kernel-irqchip=split | smm=off kernel-irqchip=split
            # --object sev-snp-guest,id=sev0,…
            policy=0x30000,cbitpos=51,reduced-phys-bits=1 | policy=0x30000 cbitpos=51 reduced-phys-bits=1
            policy=196608,cbitpos=0x33,reduced-phys-bits=0x1 | policy=0x30000 cbitpos=51 reduced-phys-bits=1
            sev-device=/dev/sev | nothing
            host-data={32} | host-data={32}
            host_data={32} | host-data={32}
            guest-visible-workarounds={16} | guest-visible-workarounds={16}
            id-block={block},id-auth={authored},author-key-enabled=true | id-block={block} id-auth={authored} author-key-enabled=on
            vcek-disabled=yes,kernel-hashes=off | vcek-disabled=on kernel-hashes=off
            kernel-hashes=on --kernel {kernel} | kernel-hashes=on
            policy=0x30000 --machine q35,confidential-guest-support=sev0,smm=off,kernel-irqchip=split | policy=0x30000 smm=off kernel-irqchip=split
            # --object {"qom-type":"sev-snp-guest","id":"lsec0",…}
            "cbitpos":51,"reduced-phys-bits":1,"policy":196608 | policy=0x30000 cbitpos=51 reduced-phys-bits=1
            "host-data":"{32}","guest-visible-workarounds":"{16}" | host-data={32} guest-visible-workarounds={16}
            "id-block":"{block}","id-auth":"{authored}","author-key-enabled":true,"vcek-disabled":false | id-block={block} id-auth={authored} author-key-enabled=on vcek-disabled=off
            "kernel-hashes":false | kernel-hashes=off
            # --launch-security <launchSecurity type='sev-snp'>…</launchSecurity>
            <policy>0x00030000</policy> | policy=0x30000
            <policy>30000</policy> | policy=0x30000
            <cbitpos>51</cbitpos><reducedPhysBits>1</reducedPhysBits> | cbitpos=51 reduced-phys-bits=1
            <hostData>{32}</hostData> | host-data={32}
            <guestVisibleWorkarounds> {16} </guestVisibleWorkarounds> | guest-visible-workarounds={16}
            <idBlock>{block}</idBlock><idAuth>{auth}</idAuth> | id-block={block} id-auth={auth}
            # --launch-security <launchSecurity type='sev-snp' …/>
            kernelHashes='no' | kernel-hashes=off
            vcek='no' | vcek-disabled=on
            vcek='yes' authorKey='no' | vcek-disabled=off author-key-enabled=off
            # --launch-security <launchSecurity type='sev-snp' authorKey='yes'>…</launchSecurity>
            <idBlock>{block}</idBlock><idAuth>{authored}</idAuth> | id-block={block} id-auth={authored} author-key-enabled=on
            # --launch-security <domain type='kvm'><memory unit='MiB'>64</memory><cpu><model>EPYC</model></cpu><os>…</os><launchSecurity type='sev-snp'><policy>0x30000</policy></launchSecurity></domain>
            <loader type='rom'>{firmware}</loader> | policy=0x30000
            # --firmware {firmware} --vcpu-type EPYC --memory 64M --domain-xml <domain type='kvm'><os firmware='efi'>…</os><launchSecurity type='sev-snp'><policy>0x30000</policy></launchSecurity></domain>
            <loader stateless='yes'/> | policy=0x30000
            """;

    private static final String BAD = """
            # --type sev-snp --policy …
            0x0 | cloister: policy: policy bit 17 is clear, the firmware demands that it is set (found 0x0, expected 0x20000); set the bit; QEMU's default is 0x30000
            0x10000 | cloister: policy: policy bit 17 is clear, the firmware demands that it is set (found 0x10000, expected 0x30000); set the bit; QEMU's default is 0x30000
            0x20000000 | cloister: policy: reserved policy bits are set: 29 (found 0x20000000, expected bits 26 to 63 clear); clear them: no firmware knows what they mean
            0x8000000000030000 | cloister: policy: reserved policy bits are set: 63 (found 0x8000000000030000, expected bits 26 to 63 clear); clear them: no firmware knows what they mean
            0x1ffffffffffffffff | cloister: policy: a policy is a number or NAME=VALUE pairs (found 0x1ffffffffffffffff, expected 0x30000, or names such as smt=on,debug=off,abi=0.31); write a number as 0x30000, or what differs from it by name
            30000 | cloister: policy: policy bit 17 is clear, the firmware demands that it is set (found 0x7530, expected 0x27530); write 0x30000, with its prefix, where that is meant
            0x | cloister: policy: a policy is a number or NAME=VALUE pairs (found 0x, expected 0x30000, or names such as smt=on,debug=off,abi=0.31); write a number as 0x30000, or what differs from it by name
            x | cloister: policy: a policy is a number or NAME=VALUE pairs (found x, expected 0x30000, or names such as smt=on,debug=off,abi=0.31); write a number as 0x30000, or what differs from it by name
            smt | cloister: policy: a policy is a number or NAME=VALUE pairs (found smt, expected 0x30000, or names such as smt=on,debug=off,abi=0.31); write a number as 0x30000, or what differs from it by name
            smt=maybe | cloister: policy: this is not a value of smt (found maybe, expected on or off); write a number as 0x30000, or what differs from it by name
            Smt=on | cloister: policy: no policy bit has this name (found Smt, expected one of smt, migrate-ma, debug, single-socket, cxl, mem-aes-256-xts, rapl-dis, ciphertext-hiding, page-swap-disable, abi); did you mean smt?
            smt=on,smt=on | cloister: policy: a policy name is given twice (found smt, expected each name once); write a number as 0x30000, or what differs from it by name
            migrate=on | cloister: policy: no policy bit has this name (found migrate, expected one of smt, migrate-ma, debug, single-socket, cxl, mem-aes-256-xts, rapl-dis, ciphertext-hiding, page-swap-disable, abi); did you mean migrate-ma?
            abi=1 | cloister: policy: this is not a version of the firmware ABI (found 1, expected MAJOR.MINOR, each 0 to 255); write a number as 0x30000, or what differs from it by name
            abi=0.256 | cloister: policy: this is not a version of the firmware ABI (found 0.256, expected MAJOR.MINOR, each 0 to 255); write a number as 0x30000, or what differs from it by name
            debug=on --debug off | cloister: debug: the policy says the opposite (found off with policy 0xb0000, expected one of the two alone, or both alike); leave one of them out
            0x30000 --policy 0x30000 | cloister: option '--policy' (POLICY) should be specified only once; see 'cloister launch --help'
            # --type sev-snp …
            --debug yes | cloister: debug: this is neither on nor off (found yes, expected on or off); write on or off
            --guest-features 0x0 | cloister: guest-features: bit 0 (SNP active) is clear (found 0x0, expected 0x1); set bit 0: without it this would be no SEV-SNP guest
            --guest-features 021 | cloister: guest-features: this is not a number (found 021, expected 0x and 1 to 16 digits, or a decimal number without zeros in front); write it as 0x1f
            --kernel-hashes on | cloister: kernel-hashes: there is no kernel to hash (found on, expected off, or a kernel); give a kernel for direct boot (--kernel FILE), or leave kernel-hashes out
            --kernel-hashes On | cloister: kernel-hashes: this is neither on nor off (found On, expected on or off); write on or off
            --kernel-hashes true --kernel {kernel} | cloister: kernel-hashes: this is neither on nor off (found true, expected on or off); write on or off
            --profile init3 | cloister: profile: this profile is not known (found init3, expected one of init2, legacy, ec2, ec2-2025, gce); did you mean init2?
            --vmm xen | cloister: vmm: this virtual machine monitor is not known (found xen, expected one of qemu, ec2, gce); no name that is known is like it
            --profile ec2 --vmm gce | cloister: profile: the profile is not one of this monitor (found ec2, expected a profile of gce); leave one of them out
            --author-key-enabled | cloister: author-key-enabled: this needs id-auth too (found author-key-enabled without id-auth, expected both); give id-auth, or leave author-key-enabled out; 'cloister id-block create' makes both
            --author-key-enabled --id-block {block} --id-auth {auth} | cloister: author-key-enabled: id-auth has no author key (found on, and zeros at 0x880 of id-auth, expected off, or an id-auth with an author key); make it with 'cloister id-block create --author-key FILE', or leave author-key-enabled out
            --id-block {block} | cloister: id-block: this needs id-auth too (found id-block without id-auth, expected both); give id-auth, or leave id-block out; 'cloister id-block create' makes both
            --id-auth {auth} | cloister: id-auth: this needs id-block too (found id-auth without id-block, expected both); give id-block, or leave id-auth out; 'cloister id-block create' makes both
            --id-block {95} --id-auth {auth} | cloister: id-block: this has the wrong size (found 95 bytes, expected 96 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            --id-block {97} --id-auth {auth} | cloister: id-block: this has the wrong size (found 97 bytes, expected 96 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            --id-block {block} --id-auth {4097} | cloister: id-auth: this has the wrong size (found 4097 bytes, expected at most 4096 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            --id-block ! --id-auth {auth} | cloister: id-block: this is not base64 (found '!' as character 1, expected groups of four characters A-Z, a-z, 0-9, + and /, the last one padded with =); encode the bytes, as 'base64 FILE' does
            --host-data {31} | cloister: host-data: this has the wrong size (found 31 bytes, expected 32 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            --host-data {33} | cloister: host-data: this has the wrong size (found 33 bytes, expected 32 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            --host-data WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo | cloister: host-data: this is not base64 (found 43 characters, expected groups of four characters A-Z, a-z, 0-9, + and /, the last one padded with =); encode the bytes, as 'base64 FILE' does
            --host-data !!!! | cloister: host-data: this is not base64 (found '!' as character 1, expected groups of four characters A-Z, a-z, 0-9, + and /, the last one padded with =); encode the bytes, as 'base64 FILE' does
            --host-data {32} --host-data {32} | cloister: option '--host-data' (BASE64|HEX) should be specified only once; see 'cloister launch --help'
            --host-data {6145} | cloister: host-data: this is too long (found 8196 characters, expected at most 8192); no setting is as long as that: give the bytes of this one alone
            --guest-visible-workarounds {15} | cloister: guest-visible-workarounds: this has the wrong size (found 15 bytes, expected 16 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            --guest-visible-workarounds {17} | cloister: guest-visible-workarounds: this has the wrong size (found 17 bytes, expected 16 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            --guest-visible-workarounds ???? | cloister: guest-visible-workarounds: this is not base64 (found '?' as character 1, expected groups of four characters A-Z, a-z, 0-9, + and /, the last one padded with =); encode the bytes, as 'base64 FILE' does
            --cbitpos 64 | cloister: cbitpos: this is not a number in range (found 64, expected 0 to 63); 'cloister probe' reports that of a host; without it the host's is taken
            --cbitpos -1 | cloister: cbitpos: this is not a number in range (found -1, expected 0 to 63); 'cloister probe' reports that of a host; without it the host's is taken
            --cbitpos x | cloister: cbitpos: this is not a number in range (found x, expected 0 to 63); 'cloister probe' reports that of a host; without it the host's is taken
            --cbitpos 0x40 | cloister: cbitpos: this is not a number in range (found 0x40, expected 0 to 63); 'cloister probe' reports that of a host; without it the host's is taken
            --reduced-phys-bits 0 | cloister: reduced-phys-bits: this is not a number in range (found 0, expected 1 to 63); without it 1 is taken
            --reduced-phys-bits 64 | cloister: reduced-phys-bits: this is not a number in range (found 64, expected 1 to 63); without it 1 is taken
            --reduced-phys-bits 9999999999 | cloister: reduced-phys-bits: this is not a number in range (found 9999999999, expected 1 to 63); without it 1 is taken
            --hostdata {32} | cloister: unknown option '--hostdata', perhaps meant as --host-data; see 'cloister launch --help'
            # --type sev-snp --property …
            host_data={32} | cloister: host_data: guest type sev-snp has no such property (found host_data, expected one of author-key-enabled, cbitpos, debug, guest-features, guest-visible-workarounds, host-data, id-auth, id-block, kernel-hashes, kernel-irqchip, policy, profile, reduced-phys-bits, smm, vcek-disabled, vcpu-signature, vmm); did you mean host-data?
            host-data | cloister: --property: this is not a name and a value (found host-data, expected NAME=VALUE); write it as --property host-data=BASE64
            author-key-enabled=1 | cloister: author-key-enabled: this is neither on nor off (found 1, expected on or off); write on or off
            vcek-disabled=no | cloister: vcek-disabled: this is neither on nor off (found no, expected on or off); write on or off
            vcek-disabled= | cloister: vcek-disabled: this is neither on nor off (found , expected on or off); write on or off
            smm=on | cloister: smm: a guest of type sev-snp cannot have this (found on, expected auto or off); SEV-SNP guests have no SMM: to enter and leave it a monitor would have to change encrypted registers.
            kernel-irqchip=off | cloister: kernel-irqchip: a guest of type sev-snp cannot have this (found off, expected on or split); SEV-SNP guests need the kernel's interrupt controller: a monitor cannot see when registers allow an interrupt.
            vcpu-signature=0x100000000 | cloister: vcpu-signature: this number is too large (found 0x100000000, expected at most 0xffffffff); write fewer digits: The processor's signature (CPUID leaf 1, EAX) instead of that of the vCPU type.
            vcpu-signature=EPYC | cloister: vcpu-signature: this is not a number (found EPYC, expected 0x and 1 to 16 digits, or a decimal number without zeros in front); write it as 0x1f
            host-data={32} --host-data {32} | cloister: --property host-data=WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=: this setting is given twice (found WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=, expected each setting once); leave one of them out
            # --object sev-snp-guest,id=sev0,…
            policy=0x0 | cloister: policy: policy bit 17 is clear, the firmware demands that it is set (found 0x0, expected 0x20000); set the bit; QEMU's default is 0x30000
            policy=x | cloister: -object, policy: this is not a number (found x, expected a decimal number without zeros in front, or 0x and 1 to 16 digits); write it as 51 or as 0x33
            policy=030000 | cloister: -object, policy: this is not a number (found 030000, expected a decimal number without zeros in front, or 0x and 1 to 16 digits); write it as 51 or as 0x33
            policy=0x30000,policy=0x30000 | cloister: -object: a key is given twice (found policy, expected each key once); write it as QEMU's -object and -machine take it: type,key=value,…
            policy=0x10000000000000000 | cloister: -object, policy: this is not a number (found 0x10000000000000000, expected a decimal number without zeros in front, or 0x and 1 to 16 digits); write it as 51 or as 0x33
            cbitpos=x | cloister: -object, cbitpos: this is not a number (found x, expected a decimal number without zeros in front, or 0x and 1 to 16 digits); write it as 51 or as 0x33
            cbitpos=64 | cloister: cbitpos: this is not a number in range (found 64, expected 0 to 63); 'cloister probe' reports that of a host; without it the host's is taken
            cbitpos=-1 | cloister: -object, cbitpos: this is not a number (found -1, expected a decimal number without zeros in front, or 0x and 1 to 16 digits); write it as 51 or as 0x33
            cbitpos= | cloister: -object, cbitpos: this is not a number (found , expected a decimal number without zeros in front, or 0x and 1 to 16 digits); write it as 51 or as 0x33
            reduced-phys-bits=0 | cloister: reduced-phys-bits: this is not a number in range (found 0, expected 1 to 63); without it 1 is taken
            reduced-phys-bits=64 | cloister: reduced-phys-bits: this is not a number in range (found 64, expected 1 to 63); without it 1 is taken
            host-data={31} | cloister: host-data: this has the wrong size (found 31 bytes, expected 32 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            host-data={33} | cloister: host-data: this has the wrong size (found 33 bytes, expected 32 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            host-data={32},host_data={32} | cloister: -object, host-data: this is given in two spellings (found WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=, expected one of them); leave one of them out
            guest-visible-workarounds={15} | cloister: guest-visible-workarounds: this has the wrong size (found 15 bytes, expected 16 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            guest-visible-workarounds={17} | cloister: guest-visible-workarounds: this has the wrong size (found 17 bytes, expected 16 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            id-block={95},id-auth={auth} | cloister: id-block: this has the wrong size (found 95 bytes, expected 96 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            id-block={97},id-auth={auth} | cloister: id-block: this has the wrong size (found 97 bytes, expected 96 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            id-block={block} | cloister: id-block: this needs id-auth too (found id-block without id-auth, expected both); give id-auth, or leave id-block out; 'cloister id-block create' makes both
            id-auth={auth} | cloister: id-auth: this needs id-block too (found id-auth without id-block, expected both); give id-block, or leave id-auth out; 'cloister id-block create' makes both
            id-block={block},id-auth={4097} | cloister: id-auth: this has the wrong size (found 4097 bytes, expected at most 4096 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            author-key-enabled=on | cloister: author-key-enabled: this needs id-auth too (found author-key-enabled without id-auth, expected both); give id-auth, or leave author-key-enabled out; 'cloister id-block create' makes both
            author-key-enabled=maybe | cloister: -object, author-key-enabled: this is neither on nor off (found maybe, expected on or off); write on or off
            author-key-enabled=on,id-block={block},id-auth={auth} | cloister: author-key-enabled: id-auth has no author key (found on, and zeros at 0x880 of id-auth, expected off, or an id-auth with an author key); make it with 'cloister id-block create --author-key FILE', or leave author-key-enabled out
            vcek-disabled=2 | cloister: -object, vcek-disabled: this is neither on nor off (found 2, expected on or off); write on or off
            vcek-required=on | cloister: -object sev-snp-guest: the object has no such key (found vcek-required, expected one of cbitpos, reduced-phys-bits, policy, kernel-hashes, guest-visible-workarounds, id-block, id-auth, host-data, author-key-enabled, vcek-disabled); this is a key of QEMU before 9.1; write vcek-disabled, which means what this key meant to do
            kernel-hashes=on | cloister: kernel-hashes: there is no kernel to hash (found on, expected off, or a kernel); give a kernel for direct boot (--kernel FILE), or leave kernel-hashes out
            kernel-hashes=maybe | cloister: -object, kernel-hashes: this is neither on nor off (found maybe, expected on or off); write on or off
            host-data={32} --host-data {33} | cloister: host-data: this is given twice with different values (found WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpa and WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=, expected one of the two); leave one of them out
            sev-device=/dev/other | cloister: -object, sev-device: another device cannot be chosen (found /dev/other, expected /dev/sev); leave it out
            certs-path=/x | cloister: -object sev-snp-guest: the object has no such key (found certs-path, expected one of cbitpos, reduced-phys-bits, policy, kernel-hashes, guest-visible-workarounds, id-block, id-auth, host-data, author-key-enabled, vcek-disabled); this is a key of AMD's tree of QEMU; leave it out: 'cloister certs export' makes such a table of certificates
            secure-tsc=on | cloister: -object sev-snp-guest: the object has no such key (found secure-tsc, expected one of cbitpos, reduced-phys-bits, policy, kernel-hashes, guest-visible-workarounds, id-block, id-auth, host-data, author-key-enabled, vcek-disabled); this is a key of AMD's tree of QEMU; leave it out, or set bit 9 of the setting guest-features
            policy=0x30000 --machine q35,confidential-guest-support=sev0,pflash0=fw | cloister: -machine: a guest of type sev-snp has no flash for its firmware (found pflash0=fw, expected -bios FILE); use one image without variables, such as OVMF.amdsev.fd, and name it with --firmware FILE
            policy=0x30000 --machine q35,confidential-guest-support=sev0,smm=on | cloister: smm: a guest of type sev-snp cannot have this (found on, expected auto or off); SEV-SNP guests have no SMM: to enter and leave it a monitor would have to change encrypted registers.
            policy=0x30000 --machine q35,confidential-guest-support=sev0,kernel-irqchip=off | cloister: kernel-irqchip: a guest of type sev-snp cannot have this (found off, expected on or split); SEV-SNP guests need the kernel's interrupt controller: a monitor cannot see when registers allow an interrupt.
            policy=0x30000 --machine q35,confidential-guest-support=other | cloister: -machine confidential-guest-support: the machine names another object (found other, expected sev0); let -machine confidential-guest-support name the id of the object
            policy=0x30000 --type sev | cloister: --type: the type contradicts the settings of its protection (found sev-snp by the definition of the guest, expected the same type, or none); leave --type out
            # --object {"qom-type":"sev-snp-guest","id":"lsec0",…}
            "policy":0 | cloister: policy: policy bit 17 is clear, the firmware demands that it is set (found 0x0, expected 0x20000); set the bit; QEMU's default is 0x30000
            "policy":"x" | cloister: -object, policy: this is not a number (found x, expected a decimal number without zeros in front, or 0x and 1 to 16 digits); write it as 51 or as 0x33
            "host-data":"{31}" | cloister: host-data: this has the wrong size (found 31 bytes, expected 32 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            "host-data":12 | cloister: host-data: this is not base64 (found 2 characters, expected groups of four characters A-Z, a-z, 0-9, + and /, the last one padded with =); encode the bytes, as 'base64 FILE' does
            "host-data":"{32}","host-data":"{32}" | cloister: -object: a key is given twice (found host-data, expected each key once); leave one of them out
            "author-key-enabled":true | cloister: author-key-enabled: this needs id-auth too (found author-key-enabled without id-auth, expected both); give id-auth, or leave author-key-enabled out; 'cloister id-block create' makes both
            "vcek-disabled":2 | cloister: -object, vcek-disabled: this is neither on nor off (found 2, expected on or off); write on or off
            "cbitpos":51.5 | cloister: -object, $.cbitpos: this JSON is none that is read here (found 51.5, expected one object with text, whole numbers, true and false); write the object as QEMU's type,key=value,… or as such JSON
            # --launch-security <launchSecurity type='sev-snp'>…</launchSecurity>
            <policy>0x0</policy> | cloister: guest.xml, line 1, launchSecurity/policy: policy bit 17 is clear, the firmware demands that it is set (found 0x0, expected 0x20000); set the bit; QEMU's default is 0x30000
            <policy>x</policy> | cloister: guest.xml, line 1, launchSecurity/policy: this is not a number (found x, expected a decimal number without zeros in front, or 0x and 1 to 16 digits); write it as 51 or as 0x33
            <policy>196608</policy> | cloister: guest.xml, line 1, launchSecurity/policy: policy bit 17 is clear, the firmware demands that it is set (found 0x196608, expected 0x1b6608); write 0x30000, with its prefix, where that is meant
            <policy>0x30000</policy><policy>0x30000</policy> | cloister: guest.xml, line 1, launchSecurity/policy: this is given twice (found policy, expected once); see libvirt's 'Domain XML format'
            <cbitpos>64</cbitpos> | cloister: guest.xml, line 1, launchSecurity/cbitpos: this is not a number in range (found 64, expected 0 to 63); 'cloister probe' reports that of a host; without it the host's is taken
            <cbitpos>x</cbitpos> | cloister: guest.xml, line 1, launchSecurity/cbitpos: this is not a number (found x, expected a decimal number without zeros in front, or 0x and 1 to 16 digits); write it as 51 or as 0x33
            <reducedPhysBits>0</reducedPhysBits> | cloister: guest.xml, line 1, launchSecurity/reducedPhysBits: this is not a number in range (found 0, expected 1 to 63); without it 1 is taken
            <hostData>{31}</hostData> | cloister: guest.xml, line 1, launchSecurity/hostData: this has the wrong size (found 31 bytes, expected 32 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            <hostData>{33}</hostData> | cloister: guest.xml, line 1, launchSecurity/hostData: this has the wrong size (found 33 bytes, expected 32 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            <hostdata>{32}</hostdata> | cloister: guest.xml, line 1, launchSecurity/hostdata: launchSecurity has no such element (found hostdata, expected one of cbitpos, reducedPhysBits, policy, guestVisibleWorkarounds, idBlock, idAuth, hostData); did you mean hostData?
            <guestVisibleWorkarounds>{15}</guestVisibleWorkarounds> | cloister: guest.xml, line 1, launchSecurity/guestVisibleWorkarounds: this has the wrong size (found 15 bytes, expected 16 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            <guestVisibleWorkarounds>{17}</guestVisibleWorkarounds> | cloister: guest.xml, line 1, launchSecurity/guestVisibleWorkarounds: this has the wrong size (found 17 bytes, expected 16 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            <idBlock>{block}</idBlock> | cloister: id-block: this needs id-auth too (found id-block without id-auth, expected both); give id-auth, or leave id-block out; 'cloister id-block create' makes both
            <idAuth>{auth}</idAuth> | cloister: id-auth: this needs id-block too (found id-auth without id-block, expected both); give id-block, or leave id-auth out; 'cloister id-block create' makes both
            <idBlock>{97}</idBlock><idAuth>{auth}</idAuth> | cloister: guest.xml, line 1, launchSecurity/idBlock: this has the wrong size (found 97 bytes, expected 96 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            <idBlock>{block}</idBlock><idAuth>{4097}</idAuth> | cloister: guest.xml, line 1, launchSecurity/idAuth: this has the wrong size (found 4097 bytes, expected at most 4096 bytes); give all bytes of it in base64, as 'base64 FILE' writes them
            <dhCert>{32}</dhCert> | cloister: guest.xml, line 1, launchSecurity/dhCert: launchSecurity has no such element (found dhCert, expected one of cbitpos, reducedPhysBits, policy, guestVisibleWorkarounds, idBlock, idAuth, hostData); no name that is known is like it
            # --launch-security <launchSecurity type='sev-snp' …/>
            kernelHashes='yes' | cloister: kernel-hashes: there is no kernel to hash (found on, expected off, or a kernel); give a kernel for direct boot (--kernel FILE), or leave kernel-hashes out
            kernelHashes='on' | cloister: guest.xml, line 1, launchSecurity/@kernelHashes: this is neither yes nor no (found on, expected yes or no); write yes or no, which is how libvirt has it
            authorKey='yes' | cloister: author-key-enabled: this needs id-auth too (found author-key-enabled without id-auth, expected both); give id-auth, or leave author-key-enabled out; 'cloister id-block create' makes both
            vcek='off' | cloister: guest.xml, line 1, launchSecurity/@vcek: this is neither yes nor no (found off, expected yes or no); write yes or no, which is how libvirt has it
            vcekDisabled='yes' | cloister: guest.xml, line 1, launchSecurity/@vcekDisabled: launchSecurity has no such attribute (found vcekDisabled, expected one of kernelHashes, authorKey, vcek); did you mean vcek?
            vcek='no' vcek='no' | cloister: guest.xml, line 1, column 53: this is not XML that is read here (found Attribute "vcek" was already specified for element "launchSecurity"., expected well-formed XML without a document type); fix the file at this place; virsh dumpxml writes such XML
            # --launch-security <launchSecurity type='sev-snp' authorKey='yes'>…</launchSecurity>
            <idBlock>{block}</idBlock><idAuth>{auth}</idAuth> | cloister: author-key-enabled: id-auth has no author key (found on, and zeros at 0x880 of id-auth, expected off, or an id-auth with an author key); make it with 'cloister id-block create --author-key FILE', or leave author-key-enabled out
            # --launch-security <domain type='kvm'><os>…</os><launchSecurity type='sev-snp'><policy>0x30000</policy></launchSecurity></domain>
            <loader readonly='yes' type='pflash'>OVMF_CODE.fd</loader> | cloister: guest.xml, line 1, os/loader/@type: a guest of type sev-snp has no flash for its firmware (found pflash, expected <loader type='rom' stateless='yes'>); use one image without variables, such as OVMF.amdsev.fd, and name it with --firmware FILE
            """;

    private static final String IMPOSSIBLE = """
            # --type sev-snp …
            --cbitpos 47 | sev-snp  softsev  EMULATED  not possible  cbitpos=47 does not fit this platform, which has 51; the setting cbit in org.cloister.softsev.cfg makes it another in software
            --guest-features 0x4000000000000001 | sev-snp  softsev  EMULATED  not possible  guest features 0x4000000000000000 are beyond those of this platform, 0x21
            # --object sev-snp-guest,id=sev0,…
            cbitpos=0,reduced-phys-bits=1 | sev-snp  softsev  EMULATED  not possible  cbitpos=0 does not fit this platform, which has 51; the setting cbit in org.cloister.softsev.cfg makes it another in software
            cbitpos=47,reduced-phys-bits=1 | sev-snp  softsev  EMULATED  not possible  cbitpos=47 does not fit this platform, which has 51; the setting cbit in org.cloister.softsev.cfg makes it another in software
            # --launch-security <launchSecurity type='sev-snp'>…</launchSecurity>
            <cbitpos>47</cbitpos> | sev-snp  softsev  EMULATED  not possible  cbitpos=47 does not fit this platform, which has 51; the setting cbit in org.cloister.softsev.cfg makes it another in software
            """;
}
