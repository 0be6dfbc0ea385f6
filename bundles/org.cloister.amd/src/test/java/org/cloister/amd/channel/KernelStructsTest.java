package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The encoded structs against the kernel's, field by field: each holds what was put in, nothing lies beside the fields.
 */
class KernelStructsTest {
    private KernelStructs kernel;
    private final TableMemory memory = new TableMemory();

    @BeforeEach
    void readListing() {
        kernel = KernelStructs.read();
    }

    @Test
    void envelope() {
        Bytes struct = new SevEnvelope(0x11121314, 0x2122232425262728L, 0x31323334, 0x41424344).encode();
        check(
                "kvm_sev_cmd",
                struct,
                "id",
                "14131211",
                "data",
                "2827262524232221",
                "error",
                "34333231",
                "sev_fd",
                "44434241");
    }

    @Test
    void init2() {
        Bytes struct = encode(new SevInit2(0x1112131415161718L, 0x21222324, 0x3132));
        check("kvm_sev_init", struct, "vmsa_features", "1817161514131211", "flags", "24232221", "ghcb_version", "3231");
    }

    @Test
    void launchStart() {
        Bytes gosvw = pattern(16);
        Bytes struct = encode(new SnpLaunchStart(0x1112131415161718L, gosvw, 0x2122));
        check("kvm_sev_snp_launch_start", struct, "policy", "1817161514131211", "gosvw", gosvw.hex(), "flags", "2221");
    }

    @Test
    void launchUpdate() {
        Bytes struct = encode(new SnpLaunchUpdate(
                0x1112131415161718L, 0x2122232425262728L, 0x3132333435363738L, SnpPageType.CPUID, 0x4142));
        check(
                "kvm_sev_snp_launch_update",
                struct,
                "gfn_start",
                "1817161514131211",
                "uaddr",
                "2827262524232221",
                "len",
                "3837363534333231",
                "type",
                "06",
                "flags",
                "4241");
    }

    @Test
    void launchFinish() {
        SnpLaunchFinish.IdBlock block = new SnpLaunchFinish.IdBlock(pattern(96), pattern(4096));
        Bytes struct = encode(new SnpLaunchFinish(Optional.of(block), true, true, pattern(32), 0x1112));
        check(
                "kvm_sev_snp_launch_finish",
                struct,
                "id_block_uaddr",
                "00000000007f0000",
                "id_auth_uaddr",
                "00000100007f0000",
                "id_block_en",
                "01",
                "auth_key_en",
                "01",
                "vcek_disabled",
                "01",
                "host_data",
                pattern(32).hex(),
                "flags",
                "1211");
    }

    private void check(String struct, Bytes encoded, String... namesAndHex) {
        assertThat(encoded.length()).isEqualTo(kernel.size(struct));
        byte[] rest = encoded.toArray();
        for (int i = 0; i < namesAndHex.length; i += 2) {
            KernelStructs.Field field = kernel.field(struct, namesAndHex[i]);
            assertThat(encoded.slice(field.offset(), field.size()).hex())
                    .as(namesAndHex[i])
                    .isEqualTo(namesAndHex[i + 1]);
            java.util.Arrays.fill(rest, field.offset(), field.offset() + field.size(), (byte) 0);
        }
        assertThat(Bytes.of(rest).isZero()).isTrue();
    }

    private Bytes encode(SevCommand<?> command) {
        return SevCodec.encode(command, memory).struct();
    }

    private static Bytes pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return Bytes.of(bytes);
    }
}
