// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.GetId;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PekCertImport;
import org.cloister.amd.channel.PekCsr;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.SevCommand.Done;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.PlatformInit;
import org.cloister.softsev.model.Refusal;

/** The commands of {@code /dev/sev}, opened for reading and writing: one at a time, as under the driver's lock. */
public final class PlatformCommands implements PlatformChannel {
    private static final int CHAIN = 3 * SevCertificate.SIZE;
    private static final Bytes NO_SOCKET = Bytes.of(new byte[GetId.Sockets.SIZE]);

    private final SevPlatform sev;
    private final SnpPlatform snp;
    private final PlatformInit init;

    PlatformCommands(SevPlatform sev, SnpPlatform snp, PlatformInit init) {
        this.sev = sev;
        this.snp = snp;
        this.init = init;
    }

    // The answer's type is the command's: each branch of run() answers with its own.
    @Override
    @SuppressWarnings("unchecked")
    public <A> A execute(PlatformCommand<A> command) {
        synchronized (sev) {
            if (command != BarePlatformCommand.FACTORY_RESET) {
                sev.check();
            }
            boolean before = sev.initialised();
            try {
                return (A) run(command);
            } catch (Refusal e) {
                throw e.as(command.name());
            } finally {
                if (init == PlatformInit.TEMPORARY && !before) {
                    sev.shutDown();
                }
            }
        }
    }

    private Object run(PlatformCommand<?> command) {
        if (command instanceof BarePlatformCommand bare) {
            return run(bare);
        }
        if (command instanceof GetPlatformStatus) {
            return sev.status();
        }
        if (command instanceof PekCsr request) {
            return blob(request.capacity(), SevCertificate.SIZE, sev.request());
        }
        if (command instanceof PdhCertExport export) {
            return export(export);
        }
        if (command instanceof PekCertImport imported) {
            sev.takeOver(imported.pek(), imported.oca());
            return Done.DONE;
        }
        if (command instanceof GetId) {
            return new GetId.Sockets(sev.id(), NO_SOCKET);
        }
        if (command instanceof GetId2 id) {
            return blob(id.capacity(), GetId.Sockets.SIZE, sev.id());
        }
        return runSnp(command);
    }

    private Done run(BarePlatformCommand command) {
        switch (command) {
            case FACTORY_RESET -> sev.reset();
            case PEK_GEN -> sev.renewOwner();
            case PDH_GEN -> sev.renewPdh();
            case SNP_COMMIT -> snp.commit();
        }
        return Done.DONE;
    }

    private Object runSnp(PlatformCommand<?> command) {
        if (command instanceof GetSnpPlatformStatus) {
            return snp.status();
        }
        if (command instanceof SnpSetConfig config) {
            snp.configure(config);
        } else if (command instanceof SnpVlekLoad vlek) {
            snp.loadVlek(vlek.wrapped());
        }
        return Done.DONE;
    }

    private PdhCertExport.Certificates export(PdhCertExport export) {
        sev.initialise();
        if (export.asksLength()) {
            return new PdhCertExport.Certificates(Blob.ofLength(SevCertificate.SIZE), Blob.ofLength(CHAIN));
        }
        requireRoom("pdh_cert_len", export.pdhCapacity(), SevCertificate.SIZE);
        requireRoom("cert_chain_len", export.chainCapacity(), CHAIN);
        return new PdhCertExport.Certificates(Blob.of(sev.pdhCertificate()), Blob.of(sev.chain()));
    }

    private static Blob blob(int room, int size, Bytes content) {
        if (room == 0) {
            return Blob.ofLength(size);
        }
        requireRoom("length", room, size);
        return Blob.of(content);
    }

    private static void requireRoom(String field, int room, int size) {
        if (room < size) {
            String where = field + " " + room + ", " + size + " bytes are needed";
            throw Refusal.firmware(FirmwareStatus.INVALID_LEN, where);
        }
    }
}
