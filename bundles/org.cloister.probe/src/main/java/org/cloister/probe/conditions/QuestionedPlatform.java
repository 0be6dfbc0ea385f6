// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.conditions;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cloister.api.Deadline;
import org.cloister.api.platform.ChangeWatch;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.Vmm;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * One platform, which is foreign code: everything of it runs in a thread of its own, to get the service too. A question
 * that is not answered is not asked again before it is.
 */
final class QuestionedPlatform {
    private static final System.Logger LOG = System.getLogger(QuestionedPlatform.class.getName());

    private final ServiceReference<Vmm> reference;
    private final Runnable changed;
    private Vmm vmm;
    private ChangeWatch watch = ChangeWatch.NONE;
    private FutureTask<OfferedConditions> question;
    private String failure = "";
    private boolean gone;

    /** Asks nothing yet; {@code changed} is run when it says that its facts changed. */
    QuestionedPlatform(ServiceReference<Vmm> reference, Runnable changed) {
        this.reference = reference;
        this.changed = changed;
    }

    /** Begins to ask; nothing while it has not answered the question before. */
    synchronized void ask() {
        if (question == null || question.isDone()) {
            question = new FutureTask<>(this::offered);
            start(question);
        }
    }

    private void start(Runnable work) {
        Bundle bundle = reference.getBundle();
        Thread thread = new Thread(work, "facts of " + (bundle == null ? "a bundle that went" : name(bundle)));
        thread.setDaemon(true);
        thread.start();
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /** What it offers; null when it answers null. */
    private OfferedConditions offered() {
        PlatformFacts facts = service().facts();
        return facts == null ? null : OfferedConditions.of(facts);
    }

    private Vmm service() {
        synchronized (this) {
            if (vmm != null) {
                return vmm;
            }
        }
        Vmm got = vendor().map(context -> context.getService(reference)).orElse(null);
        if (got == null) {
            throw new IllegalStateException("the service cannot be obtained");
        }
        ChangeWatch begun = Objects.requireNonNullElse(got.watchFacts(changed), ChangeWatch.NONE);
        boolean late;
        synchronized (this) {
            late = gone;
            vmm = got;
            watch = begun;
        }
        if (late) {
            end(begun);
        }
        return got;
    }

    /** It is got in the name of its own bundle: on Equinox who waits for a service to be made cannot stop. */
    private Optional<BundleContext> vendor() {
        return Optional.ofNullable(reference.getBundle()).map(Bundle::getBundleContext);
    }

    /** What it offers; empty when it fails or does not answer in time, which is logged once as long as it stays so. */
    Optional<OfferedConditions> answer(Deadline deadline, Duration limit) throws InterruptedException {
        FutureTask<OfferedConditions> asked;
        synchronized (this) {
            asked = question;
        }
        try {
            OfferedConditions answer = asked.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
            failed(answer == null ? "answers null" : "");
            return Optional.ofNullable(answer);
        } catch (ExecutionException e) {
            // Its message may be anything; the doctor has it in words that are fit for a terminal
            failed("fails with " + e.getCause().getClass().getName());
        } catch (TimeoutException e) {
            failed("has not answered for " + limit.toSeconds() + " s");
        }
        return Optional.empty();
    }

    private synchronized void failed(String how) {
        Bundle bundle = reference.getBundle();
        if (!how.equals(failure) && !how.isEmpty() && bundle != null) {
            LOG.log(Level.WARNING, "the platform of bundle {0} offers nothing as it {1}", name(bundle), how);
        }
        failure = how;
    }

    /** It is not asked any more, and given back. */
    synchronized void close() {
        gone = true;
        ChangeWatch ending = watch;
        if (vmm != null) {
            start(() -> end(ending));
        }
    }

    private void end(ChangeWatch ending) {
        try {
            ending.close();
        } catch (Throwable e) {
            LOG.log(
                    Level.WARNING,
                    "a platform that went fails with {0}",
                    e.getClass().getName());
        } finally {
            giveBack();
        }
    }

    private void giveBack() {
        try {
            vendor().ifPresent(context -> context.ungetService(reference));
        } catch (IllegalStateException | NullPointerException e) {
            // The framework did it already, at the end of that bundle; Equinox does not say so once it has stopped
        }
    }
}
