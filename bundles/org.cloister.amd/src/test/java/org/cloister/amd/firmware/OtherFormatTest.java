// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OtherFormatTest {
    /** Signatures as the programs that write such files have them (file(1)'s magic). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            514649fb00000003 | 0      | a qcow2 disk image    | qemu-img convert -O raw
            1f8b0800         | 0      | a gzip file           | gunzip
            28b52ffd         | 0      | a Zstandard file      | zstd -d
            fd377a585a00     | 0      | an xz file            | xz -dc
            636f6e6563746978 | 0      | a VHD disk image      | qemu-img convert -O raw
            636f6e6563746978 | 0xfe00 | a VHD disk image      | qemu-img convert -O raw
            7668647866696c65 | 0      | a VHDX disk image     | qemu-img convert -O raw
            4b444d5601000000 | 0      | a VMDK disk image     | qemu-img convert -O raw
            23204469736b2044657363726970746f7246696c65 | 0 | the descriptor of a VMDK disk image | qemu-img convert -O raw
            7f10dabe         | 0x40   | a VDI disk image      | qemu-img convert -O raw
            4c554b53babe0002 | 0      | a LUKS volume         | passphrase
            4344303031       | 0x8001 | an ISO 9660 image     | drive
            4947564d01000000 | 0      | an IGVM file          | cloister show
            7f454c4602       | 0      | an ELF file           | --kernel
            """)
    void m4FilesOfOtherFormatsAreRefusedByName(String signature, String offset, String name, String remedy) {
        byte[] file = new OvmfBuilder(0x10000).image().content().toArray();
        byte[] bytes = HexFormat.of().parseHex(signature);
        System.arraycopy(bytes, 0, file, Integer.decode(offset), bytes.length);

        Problem problem = refusal(() -> OvmfImage.parse(new Image("fw", Bytes.of(file)), ImageMapping.FLASH));

        assertThat(problem.code()).isEqualTo("ovmf.format");
        assertThat(problem.message()).contains("fw: this is " + name + " and no firmware");
        assertThat(problem.remedy()).contains(remedy);
    }

    /** A kernel's image is one too. */
    @Test
    void m4AProgramOfEfiIsOneWhereItsHeaderIs() {
        byte[] file = new OvmfBuilder(0x10000).image().content().toArray();
        System.arraycopy(new byte[] {'M', 'Z'}, 0, file, 0, 2);
        assertThat(OtherFormat.of(Bytes.of(file))).isEmpty();
        file[0x3c] = (byte) 0x80;
        System.arraycopy(new byte[] {'P', 'E', 0, 0}, 0, file, 0x80, 4);
        assertThat(OtherFormat.of(Bytes.of(file))).contains(OtherFormat.PE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PE")
    void m4EachSaysWhatToDo(OtherFormat format) {
        assertThat(format.title()).matches("an? .+|the descriptor .+");
        assertThat(format.remedy()).isNotBlank();
        byte[] file = Arrays.copyOf(new byte[format.offset()], format.offset() + 64);
        format.signature().copyTo(0, file, format.offset(), format.signature().length());
        assertThat(OtherFormat.of(Bytes.of(file))).contains(format);
    }

    @Test
    void firmwareIsOfNoOtherFormat() {
        assertThat(OtherFormat.of(SampleFirmware.image().content())).isEmpty();
        assertThat(OtherFormat.of(Bytes.EMPTY)).isEmpty();
        assertThat(OtherFormat.of(Bytes.of("QFI".getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
    }
}
