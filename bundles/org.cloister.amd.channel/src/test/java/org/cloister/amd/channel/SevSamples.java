// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.channel.SendUpdateData.Packet;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;

/** Every struct of {@code KVM_MEMORY_ENCRYPT_OP} with values that cannot be mistaken for each other. */
final class SevSamples {
    private static final long A = TableMemory.FIRST;
    private static final long B = A + TableMemory.APART;
    private static final long C = B + TableMemory.APART;
    private static final long D = C + TableMemory.APART;
    private static final long ONE = 0x1112131415161718L;
    private static final long TWO = 0x2122232425262728L;
    private static final long THREE = 0x3132333435363738L;

    private SevSamples() {}

    static List<StructSample> all() {
        return List.of(
                envelope(),
                init2(),
                launchStart(),
                launchStarted(),
                receiveStart(),
                launchUpdateData(),
                launchSecret(),
                receiveUpdateData(),
                launchMeasure(),
                launchMeasureAsked(),
                sendStart(),
                sendStarted(),
                sendUpdateData(),
                sendUpdateDataAsked(),
                guestStatus(),
                debugDecrypt(),
                debugEncrypt(),
                attestationReport(),
                snpLaunchStart(),
                snpLaunchUpdate(),
                snpLaunchFinish());
    }

    private static StructSample envelope() {
        Bytes struct = new SevEnvelope(0x11121314, TWO, 0x31323334, 0x41424344).encode();
        return StructSample.of("kvm_sev_cmd", struct)
                .u32("id", 0x11121314)
                .u64("data", TWO)
                .u32("error", 0x31323334)
                .u32("sev_fd", 0x41424344);
    }

    private static StructSample init2() {
        return of("kvm_sev_init", new SevInit2(ONE, 0x21222324, 0x3132))
                .u64("vmsa_features", ONE)
                .u32("flags", 0x21222324)
                .u16("ghcb_version", 0x3132);
    }

    private static StructSample launchStart() {
        return launchStart(of("kvm_sev_launch_start", start()), 0x11121314);
    }

    private static StructSample launchStarted() {
        return launchStart(answered("kvm_sev_launch_start", start(), new GuestHandle(0x51525354)), 0x51525354);
    }

    private static LaunchStart start() {
        return new LaunchStart(0x11121314, 0x21222324, pattern(0x31), pattern(0x41));
    }

    private static StructSample launchStart(StructSample sample, int handle) {
        return sample.u32("handle", handle)
                .u32("policy", 0x21222324)
                .u64("dh_uaddr", A)
                .u32("dh_len", 0x31)
                .u64("session_uaddr", B)
                .u32("session_len", 0x41);
    }

    private static StructSample receiveStart() {
        return of("kvm_sev_receive_start", new ReceiveStart(0x11121314, 0x21222324, pattern(0x31), pattern(0x41)))
                .u32("handle", 0x11121314)
                .u32("policy", 0x21222324)
                .u64("pdh_uaddr", A)
                .u32("pdh_len", 0x31)
                .u64("session_uaddr", B)
                .u32("session_len", 0x41);
    }

    private static StructSample launchUpdateData() {
        return of("kvm_sev_launch_update_data", new LaunchUpdateData(ONE, 0xf1f2f3f4L))
                .u64("uaddr", ONE)
                .u32("len", 0xf1f2f3f4L);
    }

    private static StructSample launchSecret() {
        return packet(of("kvm_sev_launch_secret", new LaunchSecret(pattern(52), ONE, 0xf1f2f3f4L, pattern(0x61))));
    }

    private static StructSample receiveUpdateData() {
        ReceiveUpdateData command = new ReceiveUpdateData(pattern(52), ONE, 0xf1f2f3f4L, pattern(0x61));
        return packet(of("kvm_sev_receive_update_data", command));
    }

    private static StructSample sendUpdateData() {
        return packet(of("kvm_sev_send_update_data", new SendUpdateData(ONE, 0xf1f2f3f4L, 52, 0x61)));
    }

    private static StructSample packet(StructSample sample) {
        return sample.u64("hdr_uaddr", A)
                .u32("hdr_len", 52)
                .u64("guest_uaddr", ONE)
                .u32("guest_len", 0xf1f2f3f4L)
                .u64("trans_uaddr", B)
                .u32("trans_len", 0x61);
    }

    private static StructSample sendUpdateDataAsked() {
        Packet lengths = new Packet(Blob.ofLength(0x71727374), Blob.ofLength(0xf5f6f7f8L));
        return answered("kvm_sev_send_update_data", SendUpdateData.length(ONE, 0x21222324), lengths)
                .u64("hdr_uaddr", 0)
                .u32("hdr_len", 0x71727374)
                .u64("guest_uaddr", ONE)
                .u32("guest_len", 0x21222324)
                .u64("trans_uaddr", 0)
                .u32("trans_len", 0xf5f6f7f8L);
    }

    private static StructSample launchMeasure() {
        return of("kvm_sev_launch_measure", new LaunchMeasure(0x1112))
                .u64("uaddr", A)
                .u32("len", 0x1112);
    }

    private static StructSample launchMeasureAsked() {
        return answered("kvm_sev_launch_measure", LaunchMeasure.LENGTH, Blob.ofLength(0x11121314))
                .u64("uaddr", 0)
                .u32("len", 0x11121314);
    }

    private static StructSample sendStart() {
        return sendStart(of("kvm_sev_send_start", send()), 0, 0x2142);
    }

    private static StructSample sendStarted() {
        SendStart.Session session = new SendStart.Session(0x51525354, Blob.of(pattern(0x61)));
        return sendStart(answered("kvm_sev_send_start", send(), session), 0x51525354, 0x61);
    }

    private static SendStart send() {
        return new SendStart(pattern(0x11), pattern(0x21), pattern(0x31), 0x2142);
    }

    private static StructSample sendStart(StructSample sample, int policy, int session) {
        return sample.u32("policy", policy)
                .u64("pdh_cert_uaddr", A)
                .u32("pdh_cert_len", 0x11)
                .u64("plat_certs_uaddr", B)
                .u32("plat_certs_len", 0x21)
                .u64("amd_certs_uaddr", C)
                .u32("amd_certs_len", 0x31)
                .u64("session_uaddr", D)
                .u32("session_len", session);
    }

    private static StructSample guestStatus() {
        SevGuestStatus answer = new SevGuestStatus(0x11121314, 0x21222324, 0x31323334);
        return answered("kvm_sev_guest_status", new GetGuestStatus(), answer)
                .u32("handle", 0x11121314)
                .u32("policy", 0x21222324)
                .u32("state", 0x31323334);
    }

    private static StructSample debugDecrypt() {
        return of("kvm_sev_dbg", new DebugDecrypt(ONE, 0x21222))
                .u64("src_uaddr", ONE)
                .u64("dst_uaddr", A)
                .u32("len", 0x21222);
    }

    private static StructSample debugEncrypt() {
        return of("kvm_sev_dbg", new DebugEncrypt(pattern(0x21222), ONE))
                .u64("src_uaddr", A)
                .u64("dst_uaddr", ONE)
                .u32("len", 0x21222);
    }

    private static StructSample attestationReport() {
        return of("kvm_sev_attestation_report", new GetAttestationReport(pattern(16), 0x2122))
                .bytes("mnonce", pattern(16))
                .u64("uaddr", A)
                .u32("len", 0x2122);
    }

    private static StructSample snpLaunchStart() {
        return of("kvm_sev_snp_launch_start", new SnpLaunchStart(ONE, pattern(16), 0x2122))
                .u64("policy", ONE)
                .bytes("gosvw", pattern(16))
                .u16("flags", 0x2122);
    }

    private static StructSample snpLaunchUpdate() {
        return of("kvm_sev_snp_launch_update", new SnpLaunchUpdate(ONE, TWO, THREE, SnpPageType.CPUID, 0x2142))
                .u64("gfn_start", ONE)
                .u64("uaddr", TWO)
                .u64("len", THREE)
                .u8("type", 6)
                .u16("flags", 0x2142);
    }

    private static StructSample snpLaunchFinish() {
        SignedIdBlock block = new SignedIdBlock(pattern(96), pattern(4096));
        return of("kvm_sev_snp_launch_finish", new SnpLaunchFinish(Optional.of(block), true, true, pattern(32), 0x1112))
                .u64("id_block_uaddr", A)
                .u64("id_auth_uaddr", B)
                .u8("id_block_en", 1)
                .u8("auth_key_en", 1)
                .u8("vcek_disabled", 1)
                .bytes("host_data", pattern(32))
                .u16("flags", 0x1112);
    }

    private static StructSample of(String struct, SevCommand<?> command) {
        return StructSample.of(
                struct, SevCodec.encode(command, new TableMemory()).struct());
    }

    private static <A> StructSample answered(String struct, SevCommand<A> command, A answer) {
        TableMemory memory = new TableMemory();
        Bytes asked = SevCodec.encode(command, memory).struct();
        return StructSample.of(struct, SevCodec.encodeAnswer(command, answer, asked, memory));
    }

    static Bytes pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return Bytes.of(bytes);
    }
}
