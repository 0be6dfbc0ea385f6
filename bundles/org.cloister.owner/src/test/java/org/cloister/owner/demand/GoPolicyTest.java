// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.verify.AppraisalPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of go-sev-guest in JSON: what each field demands here, and what is refused by its name. */
class GoPolicyTest {
    /** What a policy demands that says nothing. */
    private static final List<String> SILENT = List.of(
            "policy=smt=off,migrate-ma=off,debug=off,cxl=off,abi=0.0", "no-provisional=yes", "no-unknown-bits=yes");

    private static final String ALWAYS = "\"minimumGuestSvn\": 0";

    /** JSON with apostrophes, and {@code <07*48>} for so many bytes in base64. */
    static String json(String text) {
        StringBuilder all = new StringBuilder();
        for (String part : text.replace('\'', '"').split("<", -1)) {
            int end = part.indexOf('>');
            all.append(end < 0 ? part : base64(part.substring(0, end)) + part.substring(end + 1));
        }
        return all.toString();
    }

    private static String base64(String run) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(repeated(run)));
    }

    /** {@code 07*48} in hexadecimal. */
    private static String repeated(String run) {
        String[] parts = run.split("\\*");
        return parts.length == 2 ? parts[0].repeat(Integer.parseInt(parts[1])) : run;
    }

    private static List<String> lines(List<Demand> demands) {
        return demands.stream().map(one -> one.name() + "=" + one.value()).toList();
    }

    /** Demands as rows have them, with a blank between them. */
    private static List<String> demands(String row) {
        return row.isEmpty()
                ? List.of()
                : Arrays.stream(row.split(" "))
                        .map(one ->
                                one.substring(0, one.indexOf('=') + 1) + repeated(one.substring(one.indexOf('=') + 1)))
                        .toList();
    }

    private static Demands read(String members) {
        return Demands.parse(json("{" + members + "}"), "policy.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'minimumGuestSvn': 2 | guest-svn=2 | ",
                "'minimum_guest_svn': '2' | guest-svn=2 | ",
                "'minimumGuestSvn': null, 'vmpl': null, 'minimumBuild': 0 | | ",
                "'minimumGuestSvn': 0, 'policy': '0', 'measurement': '', 'minimumVersion': '' | | ",
                "'policy': '196639' | policy=migrate-ma=off,debug=off,cxl=off,abi=0.31 | policy",
                "'policy': 662831360 | refused | ",
                "'policy': 64094208 | policy=smt=off,migrate-ma=off,debug=off,single-socket=on,cxl=off,"
                        + "mem-aes-256-xts=on,rapl-dis=on,ciphertext-hiding=on,page-swap-disable=on,abi=0.0 | policy",
                "'policy': '655360' | policy=smt=off,migrate-ma=off,cxl=off,abi=0.0 allow-debug=yes | policy",
                "'policy': '393216' | policy=smt=off,debug=off,cxl=off,abi=0.0 allow-migrate-ma=yes | policy",
                "'policy': '2228224' | policy=smt=off,migrate-ma=off,debug=off,abi=0.0 | policy",
                "'familyId': '<01*16>' | family-id=01*16 | ",
                "'imageId': '<02*16>' | image-id=02*16 | ",
                "'vmpl': 1 | vmpl=1 | ",
                "'vmpl': 0 | vmpl=0 | ",
                "'minimumTcb': '15787368493747273731' | minimum-tcb=milan:bootloader=3,tee=0,snp=24,microcode=219"
                        + " minimum-tcb=genoa:bootloader=3,tee=0,snp=24,microcode=219"
                        + " minimum-tcb=turin:fmc=3,bootloader=0,tee=0,snp=0,spare7=24,microcode=219 | ",
                "'minimumTcb': 262657 | minimum-tcb=milan:bootloader=1,tee=2,spare4=4,snp=0,microcode=0"
                        + " minimum-tcb=genoa:bootloader=1,tee=2,spare4=4,snp=0,microcode=0"
                        + " minimum-tcb=turin:fmc=1,bootloader=2,tee=4,snp=0,microcode=0"
                        + " minimum-tcb=venice:fmc=1,tee=2,snp=4 | ",
                "'minimumTcb': '15787368493747273731', 'product': {'name': 'SEV_PRODUCT_MILAN'}"
                        + " | minimum-tcb=milan:bootloader=3,tee=0,snp=24,microcode=219 product=Milan | ",
                "'minimumLaunchTcb': '5836665117139337473', 'product': {'name': 3}"
                        + " | minimum-launch-tcb=turin:fmc=1,bootloader=1,tee=1,snp=4,microcode=81 product=Turin | ",
                "'product': {'name': 'SEV_PRODUCT_UNKNOWN'} | | ",
                "'platformInfo': '0' | platform-info=smt=off,tsme=off,tio=off | ",
                "'platformInfo': '63' | platform-info=ecc=on,rapl-dis=on,ciphertext-hiding=on,alias-check=on,tio=off | ",
                "'platformInfo': '197' | platform-info=tsme=off,ecc=on,iommu-write-safe=on | ",
                "'platformInfo': 131 | | ",
                "'reportData': '<03*64>' | report-data=03*64 | ",
                "'measurement': '<04*48>' | measurement=04*48 | ",
                "'hostData': '<05*32>' | host-data=05*32 | ",
                "'reportId': '<06*32>' | report-id=06*32 | ",
                "'reportIdMa': '<07*32>' | report-id-ma=07*32 | ",
                "'chipId': '<08*64>' | allowed-chip=08*64 | ",
                "'minimumBuild': 21 | minimum-build=21 | ",
                "'minimumVersion': '1.55' | minimum-firmware=1.55 | ",
                "'permitProvisionalFirmware': true | | no-provisional",
                "'permitProvisionalFirmware': false | | ",
                "'requireIdBlock': true, 'trustedIdKeyHashes': ['<09*48>', '<0a*48>']"
                        + " | id-block=required id-key-digest=09*48 id-key-digest=0a*48 | ",
                "'requireIdBlock': true, 'trustedAuthorKeyHashes': ['<09*48>']"
                        + " | id-block=required author-key-digest=09*48 | ",
                "'requireAuthorKey': true, 'trustedAuthorKeyHashes': ['<09*48>'], 'trustedIdKeyHashes': ['<0a*48>']"
                        + " | id-block=required author-key-digest=09*48 | ",
                "'requireIdBlock': false, 'trustedAuthorKeys': [] | | "
            })
    @DisplayName("V11: a field of go-sev-guest's policy demands the same here")
    void v11Field(String field, String more, String less) {
        if ("refused".equals(more)) {
            assertThat(refused(field).where()).isEqualTo("policy.json, policy");
            return;
        }
        List<String> expected = new ArrayList<>(SILENT);
        expected.removeIf(one -> less != null && one.startsWith(less + "="));
        expected.addAll(demands(more == null ? "" : more));

        Demands read = read(field);

        assertThat(lines(read.common())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(read.sections()).isEmpty();
        assertThat(AppraisalPolicy.of(read).mentioned()).contains("policy");
    }

    @Test
    @DisplayName("V11: a trusted ID key or a trusted author key are alternatives")
    void v11Keys() {
        Demands read = read("'requireIdBlock': true, 'trustedIdKeyHashes': ['<09*48>'],"
                + " 'trustedAuthorKeyHashes': ['<0a*48>', '<0b*48>']");

        assertThat(read.sections())
                .extracting(DemandSection::name)
                .containsExactly("trustedIdKeyHashes", "trustedAuthorKeyHashes");
        assertThat(lines(read.alternatives().get(1).demands()))
                .contains("id-block=required", "author-key-digest=" + "0a".repeat(48), "no-provisional=yes")
                .noneMatch(one -> one.startsWith("id-key-digest"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'policy': {'vmpl': 1}, 'rootOfTrust': {'checkCrl': true, 'productLine': 'Genoa'}"
                        + " | vmpl=1 require-crl=yes product=Genoa",
                "'policy': {'vmpl': 1}, 'root_of_trust': {'check_crl': false, 'disallow_network': true} | vmpl=1",
                "'rootOfTrust': {'product': 'Milan', 'productLine': 'Milan'} | product=Milan",
                "'policy': {'product': {'name': 1}}, 'rootOfTrust': {'product': 'Milan'} | product=Milan"
            })
    @DisplayName("V11: a config of go-sev-guest is its policy and its roots")
    void v11Config(String config, String more) {
        List<String> expected = new ArrayList<>(SILENT);
        expected.addAll(demands(more));

        assertThat(lines(read(config).common())).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'minimumGuestSvm': 2, 'vmpl': 1 | policy.json, minimumGuestSvm | minimumGuestSvn",
                "'policy': {'measurment': ''} | policy.json, policy.measurment | measurement",
                "'policy': {}, 'roots': {} | policy.json, roots | not known",
                "'policy': '65536' | policy.json, policy | bit 17",
                "'policy': '67239936' | policy.json, policy | bit 25",
                "'minimumGuestSvn': 4294967296 | policy.json, minimumGuestSvn | 32 bits",
                "'minimumGuestSvn': -1 | policy.json, minimumGuestSvn | 32 bits",
                "'minimumGuestSvn': 1.5 | policy.json, minimumGuestSvn | 32 bits",
                "'minimumTcb': 'many' | policy.json, minimumTcb | 64 bits",
                "'vmpl': 4 | policy.json, vmpl | 0 to 3",
                "'platformInfo': 256 | policy.json, platformInfo | bits 0 to 7",
                "'measurement': '<04*47>' | policy.json, measurement | 48 bytes in base64",
                "'measurement': '0404040404' | policy.json, measurement | 48 bytes in base64",
                "'measurement': 4 | policy.json, measurement | a text",
                "'minimumBuild': 256 | policy.json, minimumBuild | 8 bits",
                "'minimumVersion': '1.55.21' | policy.json, minimumVersion | MAJOR.MINOR",
                "'permitProvisionalFirmware': 'yes' | policy.json, permitProvisionalFirmware | true or false",
                "'requireIdBlock': true | policy.json, requireIdBlock | nothing would pass",
                "'requireAuthorKey': true, 'trustedIdKeyHashes': ['<0a*48>'] | policy.json, requireAuthorKey | nothing",
                "'trustedIdKeyHashes': ['<0a*48>'] | policy.json, trustedIdKeyHashes | requireIdBlock",
                "'requireIdBlock': true, 'trustedIdKeyHashes': ['<0a*32>'] | policy.json, trustedIdKeyHashes | 48 bytes",
                "'requireIdBlock': true, 'trustedAuthorKeyHashes': ['<00*48>'] | policy.json, trustedAuthorKeyHashes | zeros",
                "'requireIdBlock': true, 'trustedIdKeyHashes': ['<00*48>'] | policy.json, trustedIdKeyHashes | zeros",
                "'chipId': '<00*64>' | policy.json, chipId | masks",
                "'trustedIdKeys': ['MIIB'] | policy.json, trustedIdKeys | digest",
                "'trustedAuthorKeys': ['MIIB'] | policy.json, trustedAuthorKeys | digest",
                "'product': {'name': 'SEV_PRODUCT_ROME'} | policy.json, product.name | Milan, Genoa or Turin",
                "'product': {'name': 4} | policy.json, product.name | MILAN",
                "'product': {'name': 1, 'machineStepping': 1} | policy.json, product.machineStepping | stepping",
                "'vmpl': 1, 'minimumTcb': 1, 'minimum_tcb': 2 | policy.json, minimum_tcb | twice",
                "'rootOfTrust': {'cabundles': ['x']} | policy.json, rootOfTrust.cabundles | --trust-root",
                "'rootOfTrust': {'cabundlePaths': ['x']} | policy.json, rootOfTrust.cabundlePaths | --trust-root",
                "'rootOfTrust': {'checkCRL': true} | policy.json, rootOfTrust.checkCRL | checkCrl",
                "'policy': {'product': {'name': 1}}, 'rootOfTrust': {'product': 'Genoa'}"
                        + " | policy.json, rootOfTrust.product | another product",
                "'measurments': '' | policy.json | go-sev-guest",
                "'vmpl': 1, 'vmpl': 0 | policy.json | twice",
                "'vmpl': 1 | policy.json, nothing | cut off"
            })
    @DisplayName("V11: what go-sev-guest's policy says and cannot be meant here is refused by its name")
    void v11Refused(String members, String where, String said) {
        boolean cut = where.endsWith("nothing");
        Problem problem = cut ? refusedText(json("{" + members)) : refused(members);

        assertThat(problem.code()).isEqualTo("appraisal.json");
        assertThat(problem.where()).isEqualTo(cut ? "policy.json" : where);
        assertThat(problem.toString()).contains(said);
    }

    private static Problem refused(String members) {
        return refusedText(json("{" + members + "}"));
    }

    private static Problem refusedText(String text) {
        return catchThrowableOfType(CloisterException.class, () -> Demands.parse(text, "policy.json"))
                .problem();
    }

    @Test
    @DisplayName("V11: where go-sev-guest's defaults differ, the notes say so")
    void v11Notes() {
        assertThat(String.join("\n", read(ALWAYS).notes()))
                .contains("policy is not there", "vmpl is not there", "permitProvisionalFirmware is not there")
                .contains("component by component", "no-unknown-bits");
        assertThat(String.join(
                        "\n",
                        read("'policy': 196608, 'vmpl': 0, 'permitProvisionalFirmware': true")
                                .notes()))
                .doesNotContain("not there");
        assertThat(String.join("\n", read("'platformInfo': 0").notes())).contains("iommu-write-safe");
    }

    @Test
    @DisplayName("V11: each field of the tables is one of the tests")
    void v11Complete() {
        assertThat(GoPolicyField.keys())
                .hasSize(24)
                .contains("minimumGuestSvn", "reportIdMa", "trustedAuthorKeyHashes", "requireIdBlock");
        assertThat(Arrays.stream(GoTrustField.values()).map(GoTrustField::key))
                .containsExactly("product", "cabundlePaths", "cabundles", "checkCrl", "disallowNetwork", "productLine");
    }
}
