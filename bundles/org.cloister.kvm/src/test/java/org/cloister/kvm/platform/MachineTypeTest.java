// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.amd.kvm.VmType;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.GuestType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MachineTypeTest {
    @ParameterizedTest
    @CsvSource({
        "sev,init2,SEV",
        "sev,'',SEV",
        "sev,legacy,DEFAULT",
        "sev-es,init2,SEV_ES",
        "sev-es,legacy,DEFAULT",
        "sev-snp,init2,SNP",
        "sev-snp,legacy,SNP",
        "sev-snp,ec2,SNP"
    })
    void profileLegacyWantsAMachineOfTheDefaultType(String type, String profile, VmType expected) {
        assertThat(MachineType.of(new GuestType(type)).orElseThrow().vmType(profile))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(AmdType.class)
    void eachTypeHasAMachineOfItsNumber(AmdType type) {
        assertThat(MachineType.of(type.type()).orElseThrow().vmType().number()).isEqualTo(type.machineType());
    }
}
