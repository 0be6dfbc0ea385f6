// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.verify.AppraisalPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests and reference values of Contrast: what each field demands here, and what is refused by its name. */
class ContrastPolicyTest {
    private static final String DIGEST = "ab".repeat(48);
    private static final String WORKLOAD = "ef".repeat(32);
    private static final String OTHER = "ee".repeat(32);
    private static final String TCB =
            "'MinimumTCB': {'BootloaderVersion': 4, 'TEEVersion': 0, 'SNPVersion': 24, 'MicrocodeVersion': 219}";
    private static final String VALUE =
            "'ProductName': 'Milan', 'TrustedMeasurement': '" + DIGEST + "', " + TCB + ", 'GuestPolicy': {'SMT': true}";

    private static Demands read(String text) {
        return Demands.parse(text.replace('\'', '"'), "manifest.json");
    }

    private static List<String> lines(List<Demand> demands) {
        return demands.stream().map(one -> one.name() + "=" + one.value()).toList();
    }

    private static Demands value(String members) {
        return read("{'snp': [{" + members + "}]}");
    }

    @Test
    @DisplayName("V11: a reference value of Contrast demands here what Contrast demands, said or not")
    void v11Value() {
        Demands read = value(VALUE);

        assertThat(read.common()).isEmpty();
        assertThat(read.sections()).extracting(DemandSection::name).containsExactly("snp[0]");
        assertThat(lines(read.sections().get(0).demands()))
                .containsExactlyInAnyOrder(
                        "product=Milan",
                        "measurement=" + DIGEST,
                        "minimum-tcb=milan:bootloader=4,tee=0,snp=24,microcode=219",
                        "minimum-launch-tcb=milan:bootloader=4,tee=0,snp=24,microcode=219",
                        "policy=0x30000",
                        "platform-info=smt=off,tsme=off,tio=off",
                        "vmpl=0",
                        "id-block=required",
                        "require-crl=yes",
                        "no-unknown-bits=yes");
        assertThat(read.notes()).anyMatch(one -> one.contains("ID key")).anyMatch(one -> one.contains("PlatformInfo"));
        assertThat(AppraisalPolicy.of(read).mentioned()).contains("minimum-launch-tcb");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "'GuestPolicy': {'ABIMajor': 0, 'ABIMinor': 31, 'SMT': true} | policy=0x3001f",
                "'GuestPolicy': {'SMT': true, 'SingleSocket': true, 'CXLAllowed': true, 'MemAES256XTS': true,"
                        + " 'RAPLDis': true, 'CipherTextHidingDRAM': true, 'PageSwapDisable': true,"
                        + " 'MigrateMA': false, 'Debug': false} | policy=0x3f30000",
                "'PlatformInfo': {'SMTEnabled': true, 'TSMEEnabled': true, 'TIOEnabled': true} | -",
                "'PlatformInfo': {'ECCEnabled': true, 'RAPLDisabled': true, 'CiphertextHidingDRAMEnabled': true,"
                        + " 'AliasCheckComplete': true} | platform-info=smt=off,tsme=off,ecc=on,rapl-dis=on,"
                        + "ciphertext-hiding=on,alias-check=on,tio=off",
                "'MinimumMitigationVector': 5 | launch-mitigations=0x5",
                "'MinimumMitigationVector': 5 | current-mitigations=0x5",
                "'MinimumMitigationVector': 0 | -",
                "'AllowedChipIDs': ['CHIP'] | allowed-chip=CHIP",
                "'AllowedChipIDs': null | -",
                "'CPUs': 4, 'Platform': 'Metal-QEMU-SNP', 'APEIP': '' | -"
            })
    @DisplayName("V11: each field of a reference value of Contrast's")
    void v11Field(String field, String demand) {
        String chip = "cd".repeat(64);
        String rest = VALUE.replace(
                ", 'GuestPolicy': {'SMT': true}",
                field.contains("GuestPolicy") ? "" : ", 'GuestPolicy': {'SMT': true}");
        List<String> lines = lines(value(rest + ", " + field.replace("CHIP", chip))
                .sections()
                .get(0)
                .demands());

        if (demand == null) {
            assertThat(lines).noneMatch(one -> one.contains("mitigations") || one.startsWith("allowed-chip"));
            assertThat(lines).hasSize(field.contains("PlatformInfo") ? 9 : 10);
        } else {
            assertThat(lines).contains(demand.replace("CHIP", chip));
        }
    }

    @Test
    @DisplayName("V11: a manifest's workloads are host data, its reference values alternatives")
    void v11Manifest() {
        Demands read = read("{'Policies': {'" + WORKLOAD + "': {'SANs': ['a'], 'WorkloadSecretID': 'w', 'Role': ''}, '"
                + OTHER + "': ['b', '*']}, 'ReferenceValues': {'snp': [{" + VALUE + "}, {"
                + VALUE.replace("Milan", "Genoa") + "}], 'tdx': [{'MrTd': 'x'}]}, 'WorkloadOwnerKeyDigests': ['00']}");

        assertThat(lines(read.common())).containsExactly("host-data=" + WORKLOAD, "host-data=" + OTHER);
        assertThat(read.sections()).extracting(DemandSection::name).containsExactly("snp[0]", "snp[1]");
        assertThat(lines(read.alternatives().get(1).demands()))
                .contains("product=Genoa", "host-data=" + OTHER)
                .contains("minimum-tcb=genoa:bootloader=4,tee=0,snp=24,microcode=219");
        assertThat(String.join("\n", read.notes())).contains("2 workloads", "TDX", "WorkloadOwnerKeyDigests");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'ProductName': 'Turin' | ProductName | Milan or Genoa",
                "'ProductName': null | ProductName | Milan or Genoa",
                "'TrustedMeasurement': '' | TrustedMeasurement | 48 bytes in hexadecimal",
                "'TrustedMeasurement': 'abcd' | TrustedMeasurement | 48 bytes in hexadecimal",
                "'MinimumTCB': {'BootloaderVersion': 4, 'TEEVersion': 0, 'SNPVersion': 24}"
                        + " | MinimumTCB.MicrocodeVersion | 0 to 255",
                "'MinimumTCB': {'BootloaderVersion': 256, 'TEEVersion': 0, 'SNPVersion': 24, 'MicrocodeVersion': 1}"
                        + " | MinimumTCB.BootloaderVersion | 8 bits",
                "'MinimumTCB': {'FMCVersion': 1} | MinimumTCB.FMCVersion | not known",
                "'GuestPolicy': {'Debug': true} | GuestPolicy | debugging",
                "'GuestPolicy': {'MigrateMA': true} | GuestPolicy | migration agents",
                "'GuestPolicy': {'Smt': true} | GuestPolicy.Smt | SMT",
                "'GuestPolicy': {'SMT': 'yes'} | GuestPolicy.SMT | true or false",
                "'PlatformInfo': {'Smt': true} | PlatformInfo.Smt | SMTEnabled",
                "'AllowedChipIDs': ['00'] | AllowedChipIDs | 64 bytes",
                "'APEIP': '00a0b0c0' | APEIP | vCPU",
                "'Platform': 'Metal-QEMU-SNP-Insecure' | Platform | protection",
                "'TrustedMeasurements': '' | TrustedMeasurements | TrustedMeasurement",
                "'CPUs': 'four' | CPUs | 64 bits"
            })
    @DisplayName("V11: what a reference value of Contrast's says and cannot be meant here is refused by its name")
    void v11Refused(String field, String where, String said) {
        String key = field.substring(0, field.indexOf(':'));
        String without =
                VALUE.replaceFirst(key + ": (\\{[^}]*}|'[^']*')(, )?", "").replaceFirst(", $", "");

        Problem problem = refused("{'ReferenceValues': {'snp': [{" + without + ", " + field + "}]}}");

        assertThat(problem.code()).isEqualTo("appraisal.json");
        assertThat(problem.where()).isEqualTo("manifest.json, ReferenceValues.snp[0]." + where);
        assertThat(problem.toString()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'snp': []} | snp",
                "{'tdx': [{}]} | snp",
                "{'ReferenceValues': {'SNP': {}}} | ReferenceValues.SNP",
                "{'ReferenceValues': {'snp': [1]}} | ReferenceValues.snp",
                "{'ReferenceValues': {}, 'Extra': 1} | Extra",
                "{'ReferenceValues': {}, 'Policies': {'ab': []}} | Policies.ab",
                "{'ReferenceValues': {}, 'Policies': {'ab': {'Sans': []}}} | Policies.ab.Sans"
            })
    @DisplayName("V11: manifests that cannot be taken over are refused by field")
    void v11Manifests(String manifest, String where) {
        assertThat(refused(manifest).where()).isEqualTo("manifest.json, " + where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'Policies': {}", ", 'Policies': null"})
    @DisplayName("V11: a manifest without workloads lets no guest pass with Contrast, and is refused")
    void v11NoWorkload(String policies) {
        Problem problem = refused("{'ReferenceValues': {'snp': [{" + VALUE + "}]}" + policies + "}");

        assertThat(problem.where()).isEqualTo("manifest.json, Policies");
        assertThat(problem.remedy()).contains("reference values alone");
    }

    private static Problem refused(String text) {
        return catchThrowableOfType(CloisterException.class, () -> read(text)).problem();
    }
}
