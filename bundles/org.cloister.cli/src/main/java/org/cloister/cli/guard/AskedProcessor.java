// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.guard;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.api.Trust;
import org.cloister.api.platform.SecureProcessor;

/**
 * A platform's secure processor, asked the guarded way: as the service that it is, one question after the other, or
 * beside others. Of the interfaces that it offers only {@link PlatformChannel} is handed out, which is guarded too.
 */
public final class AskedProcessor implements SecureProcessor {
    /**
     * What a command gets: it makes keys, or waits for firmware, to which the kernel gives 100 s (psp_cmd_timeout,
     * drivers/crypto/ccp/sev-dev.c).
     */
    private static final Duration COMMAND = Duration.ofMinutes(2);

    private final VendorService<SecureProcessor> service;
    private final Duration command;

    /** Asks nothing yet. */
    public AskedProcessor(VendorService<SecureProcessor> service) {
        this(service, COMMAND);
    }

    /** Asks nothing yet; later a command may take so long. */
    public AskedProcessor(VendorService<SecureProcessor> service, Duration command) {
        this.service = service;
        this.command = command;
    }

    /** Asks for the name of its platform. */
    public VendorQuestion<String> askPlatform() {
        return service.ask("platform", SecureProcessor::platform);
    }

    /** Asks what stands behind it. */
    public VendorQuestion<Trust> askTrust() {
        return service.ask("trust", SecureProcessor::trust);
    }

    /** Has it make the keys that it needs sooner or later; the answer is false where it takes no commands. */
    public VendorQuestion<Boolean> makeKeys() {
        return service.ask(
                "execute",
                command,
                processor -> offered(processor, PlatformChannel.class)
                        .map(channel -> LengthQuery.fetch(new Called(channel), PdhCertExport.LENGTH))
                        .isPresent());
    }

    /** Asks one of its interfaces something; the answer is empty where it does not offer that. */
    public <C, T> Optional<T> ask(Class<C> channel, Function<C, T> work) {
        VendorMethod method = service.method(channel.getSimpleName());
        return service.ask(
                        method.name(),
                        command,
                        processor -> offered(processor, channel).map(one -> method.call(() -> work.apply(one))))
                .answer();
    }

    @Override
    public String platform() {
        return askPlatform().answer();
    }

    @Override
    public Trust trust() {
        return askTrust().answer();
    }

    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        boolean offered = channel == PlatformChannel.class
                && service.ask("adapt", processor -> offered(processor, channel).isPresent())
                        .answer();
        return offered ? Optional.of(channel.cast(new Asked())) : Optional.empty();
    }

    private <T> Optional<T> offered(SecureProcessor processor, Class<T> channel) {
        return service.method("adapt").call(() -> processor.adapt(channel));
    }

    /** Its commands, for who asks. */
    private final class Asked implements PlatformChannel {
        @Override
        public <A> A execute(PlatformCommand<A> wanted) {
            return service.ask(
                            "execute",
                            command,
                            processor -> new Called(offered(processor, PlatformChannel.class)
                                            .orElseThrow())
                                    .execute(wanted))
                    .answer();
        }
    }

    /** Its commands, in the thread that they are called in. */
    private final class Called implements PlatformChannel {
        private final PlatformChannel channel;

        Called(PlatformChannel channel) {
            this.channel = channel;
        }

        @Override
        public <A> A execute(PlatformCommand<A> wanted) {
            return service.method("execute").call(() -> channel.execute(wanted));
        }
    }
}
