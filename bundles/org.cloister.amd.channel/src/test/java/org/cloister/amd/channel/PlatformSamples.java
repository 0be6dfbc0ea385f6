// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.cloister.amd.channel.SevSamples.pattern;

import java.util.List;
import org.cloister.amd.channel.PdhCertExport.Certificates;
import org.cloister.api.Bytes;

/** Every struct of {@code SEV_ISSUE_CMD} with values that cannot be mistaken for each other. */
final class PlatformSamples {
    private static final long A = TableMemory.FIRST;
    private static final long B = A + TableMemory.APART;
    private static final long ONE = 0x1112131415161718L;
    private static final long TWO = 0x2122232425262728L;

    private PlatformSamples() {}

    static List<StructSample> all() {
        return List.of(
                envelope(),
                status(),
                pekCsr(),
                pdhCertExport(),
                pdhCertExportAsked(),
                pekCertImport(),
                getId(),
                getId2(),
                snpStatus(),
                snpConfig(),
                snpVlekLoad());
    }

    private static StructSample envelope() {
        Bytes struct = new PlatformEnvelope(0x11121314, TWO, 0x31323334).encode();
        return StructSample.of("sev_issue_cmd", struct)
                .u32("cmd", 0x11121314)
                .u64("data", TWO)
                .u32("error", 0x31323334);
    }

    private static StructSample status() {
        PlatformStatus answer = new PlatformStatus(0xf1, 0xf2, 0xf3, 0xf4, 0x51525354, 0x61626364);
        return answered("sev_user_data_status", new GetPlatformStatus(), answer)
                .u8("api_major", 0xf1)
                .u8("api_minor", 0xf2)
                .u8("build", 0xf3)
                .u8("state", 0xf4)
                .u32("flags", 0x51525354)
                .u32("guest_count", 0x61626364);
    }

    private static StructSample pekCsr() {
        return of("sev_user_data_pek_csr", new PekCsr(0x1112)).u64("address", A).u32("length", 0x1112);
    }

    private static StructSample pdhCertExport() {
        return of("sev_user_data_pdh_cert_export", new PdhCertExport(0x1112, 0x2122))
                .u64("pdh_cert_address", A)
                .u32("pdh_cert_len", 0x1112)
                .u64("cert_chain_address", B)
                .u32("cert_chain_len", 0x2122);
    }

    private static StructSample pdhCertExportAsked() {
        Certificates lengths = new Certificates(Blob.ofLength(0x11121314), Blob.ofLength(0xf1f2f3f4L));
        return answered("sev_user_data_pdh_cert_export", PdhCertExport.LENGTH, lengths)
                .u64("pdh_cert_address", 0)
                .u32("pdh_cert_len", 0x11121314)
                .u64("cert_chain_address", 0)
                .u32("cert_chain_len", 0xf1f2f3f4L);
    }

    private static StructSample pekCertImport() {
        return of("sev_user_data_pek_cert_import", new PekCertImport(pattern(0x1112), pattern(0x2122)))
                .u64("pek_cert_address", A)
                .u32("pek_cert_len", 0x1112)
                .u64("oca_cert_address", B)
                .u32("oca_cert_len", 0x2122);
    }

    private static StructSample getId() {
        Bytes both = pattern(128);
        GetId.Sockets answer = new GetId.Sockets(both.slice(0, 64), both.slice(64, 64));
        return answered("sev_user_data_get_id", new GetId(), answer)
                .bytes("socket1", both.slice(0, 64))
                .bytes("socket2", both.slice(64, 64));
    }

    private static StructSample getId2() {
        return of("sev_user_data_get_id2", new GetId2(0x1112)).u64("address", A).u32("length", 0x1112);
    }

    private static StructSample snpStatus() {
        SnpPlatformStatus answer =
                new SnpPlatformStatus(0xf1, 0xf2, 0xf3, true, 0x41424344, 0x51525354, 0x61626364, ONE, TWO);
        return answered("sev_user_data_snp_status", new GetSnpPlatformStatus(), answer)
                .u8("api_major", 0xf1)
                .u8("api_minor", 0xf2)
                .u8("state", 0xf3)
                .bits(3, "01")
                .u32("build_id", 0x41424344)
                .bits(8, "54535251")
                .u32("guest_count", 0x61626364)
                .u64("current_tcb_version", ONE)
                .u64("reported_tcb_version", TWO);
    }

    private static StructSample snpConfig() {
        return of("sev_user_data_snp_config", new SnpSetConfig(ONE, 0x21222324))
                .u64("reported_tcb", ONE)
                .bits(8, "24232221");
    }

    private static StructSample snpVlekLoad() {
        return of("sev_user_data_snp_vlek_load", new SnpVlekLoad(pattern(SnpVlekLoad.SIZE)))
                .u32("len", 16)
                .u8("vlek_wrapped_version", 0)
                .u64("vlek_wrapped_address", A);
    }

    private static StructSample of(String struct, PlatformCommand<?> command) {
        return StructSample.of(struct, PlatformCodec.encode(command, new TableMemory()));
    }

    private static <A> StructSample answered(String struct, PlatformCommand<A> command, A answer) {
        TableMemory memory = new TableMemory();
        Bytes asked = PlatformCodec.encode(command, memory);
        return StructSample.of(struct, PlatformCodec.encodeAnswer(command, answer, asked, memory));
    }
}
