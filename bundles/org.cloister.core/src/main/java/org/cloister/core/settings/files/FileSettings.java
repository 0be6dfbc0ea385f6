// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.cloister.api.Problem;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsException;
import org.cloister.api.settings.SettingsRules;
import org.cloister.api.settings.SettingsState;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.settings.LaunchRules;
import org.cloister.core.settings.SettingsHolders;
import org.cloister.core.settings.SettingsSource;

/**
 * Settings from files. Nothing is in force until all files together are good; from then on each file counts by itself,
 * and its last good content stays in force until there is a new good one: when it is wrong, emptied, taken away, or
 * cannot be read any more. Each change is logged in one line.
 *
 * <p>A look asks vendors' rules and tells listeners: one thread does it at a time, under no lock, and publishes it.
 */
public final class FileSettings extends SettingsSource {
    /** The framework's property that names the folder. */
    static final String FOLDER = "felix.fileinstall.dir";

    private static final int MOST_ROUNDS = 40;

    private final SettingsFolders folders;
    private final StillFiles files;
    private final Consumer<Content> target;
    private final InstantSource clock;
    private final Judges judges = new Judges();
    private final OneLook turn = new OneLook();
    private volatile Published published;

    private final Map<String, Content> inForce = new TreeMap<>();
    private final Set<String> unjudged = new HashSet<>();
    private List<RefusedSetting> refused = List.of();
    private LaunchRules settings = LaunchRules.DEFAULT;
    private Optional<Instant> since = Optional.empty();
    private List<SettingsRules> judgedBy = List.of();
    private boolean begun;
    private volatile boolean ended;

    /**
     * Settings that are not read yet.
     *
     * @param named the folder, or several with commas
     * @param properties the framework's properties, for <code>${NAME}</code> in values
     * @param target gets what is for others than launches, when it comes into force
     */
    FileSettings(String named, UnaryOperator<String> properties, Consumer<Content> target, InstantSource clock) {
        this.folders = new SettingsFolders(named);
        this.files = new StillFiles(properties, clock);
        this.target = target;
        this.clock = clock;
        published = new Published(Map.of(), List.of(written("the files are being read")), settings, since, judgedBy);
    }

    /** What the last look found; what is in force by then. */
    private record Published(
            Map<String, Content> inForce,
            List<RefusedSetting> refused,
            LaunchRules settings,
            Optional<Instant> since,
            List<SettingsRules> judgedBy) {}

    private void publish() {
        published = new Published(new TreeMap<>(inForce), refused, settings, since, judgedBy);
    }

    private RefusedSetting written(String what) {
        return RefusedSetting.file(folders.named(), Problem.host(CoreCodes.SETTINGS_WRITTEN, what));
    }

    Judges judges() {
        return judges;
    }

    @Override
    public void holders(SettingsHolders there) {
        super.holders(there);
        judges.holders(there);
    }

    /** Looks at all files, as often as it takes until they are not being written any more. */
    void begin() {
        turn.take(this::readAll);
    }

    private void readAll() {
        boolean settled = lookNow();
        for (int round = 0; !settled && since.isEmpty() && round < MOST_ROUNDS; round++) {
            StillFiles.pause();
            settled = lookNow();
        }
        begun = true;
    }

    /** One look at all files. */
    void look() {
        if (!ended) {
            turn.take(this::lookNow);
        }
    }

    /** What is in force stays: vendors' rules go with their bundles now, and what they refused would pass. */
    void end() {
        ended = true;
    }

    /** One look in this thread's turn; whether no file was being written. */
    private boolean lookNow() {
        judgedBy = judges.all();
        SettingsFolders.Listing listing = folders.look(judges.pids());
        SeenFiles seen = SeenFiles.of(listing, files);
        forgetWhatNobodyHadJudged();
        List<RefusedSetting> wrong = new ArrayList<>(listing.refused());
        wrong.addAll(seen.wrong());
        if (since.isEmpty()) {
            seen.contents().values().forEach(content -> wrong.addAll(judges.wrong(content)));
            if (!seen.waiting().isEmpty()) {
                wrong.add(written("a file of settings is still being written"));
            }
            if (wrong.isEmpty()) {
                takeAll(seen.contents().values());
            }
        } else {
            Optional<Instant> last = since;
            seen.contents().values().forEach(content -> change(content, wrong));
            if (listing.whole()) {
                gone(seen, wrong);
            }
            // While a file is being written, its last report still holds
            refused.stream()
                    .filter(one -> one.file().filter(seen.waiting()::contains).isPresent())
                    .forEach(wrong::add);
            report(wrong, !since.equals(last));
        }
        refused = List.copyOf(wrong);
        publish();
        return seen.waiting().isEmpty();
    }

    /** Before their bundle started nobody could judge them; if they are wrong there never were good settings. */
    private void forgetWhatNobodyHadJudged() {
        boolean wrong = false;
        for (String id : List.copyOf(unjudged)) {
            if (judges.judge(inForce.get(id))) {
                unjudged.remove(id);
                wrong |= !judges.wrong(inForce.get(id)).isEmpty();
            }
        }
        if (wrong) {
            inForce.clear();
            unjudged.clear();
            settings = LaunchRules.DEFAULT;
            since = Optional.empty();
        }
    }

    private void takeAll(Iterable<Content> contents) {
        contents.forEach(this::take);
        since = Optional.of(clock.instant());
        publish();
        if (begun) {
            logInForce(folders.named());
        }
    }

    private void take(Content content) {
        inForce.put(content.id(), content);
        since = Optional.of(clock.instant());
        if (content.id().equals(LaunchRules.PID)) {
            settings = content.launchRules();
        } else {
            target.accept(content);
        }
        if (judges.pids().contains(content.id()) && !judges.judge(content)) {
            unjudged.add(content.id());
        }
    }

    private void change(Content content, List<RefusedSetting> wrong) {
        if (content.equals(inForce.get(content.id()))) {
            return;
        }
        List<RefusedSetting> problems = judges.refused(content);
        if (problems.isEmpty() && content.id().equals(LaunchRules.PID)) {
            problems = ofTypes(content.launchRules()).stream()
                    .map(problem -> Judges.at(content, problem.key().orElse(""), problem.problem()))
                    .toList();
        }
        if (problems.isEmpty()) {
            take(content);
            publish();
            logInForce(content.file());
        } else {
            wrong.addAll(problems);
        }
    }

    private void gone(SeenFiles seen, List<RefusedSetting> wrong) {
        inForce.forEach((id, content) -> {
            if (!seen.there().contains(id)) {
                wrong.add(RefusedSetting.file(
                        content.file(),
                        Problem.host(CoreCodes.SETTINGS_GONE, "this file is gone")
                                .remedy("put it back, with a comment where nothing is meant")));
            }
        });
    }

    /** Reports each problem once while it lasts, and files that were corrected. */
    private void report(List<RefusedSetting> wrong, boolean changed) {
        Set<String> before = new HashSet<>();
        refused.forEach(one -> before.add(one.placed().message()));
        for (RefusedSetting one : wrong) {
            if (before.add(one.placed().message())) {
                logRefused(one.placed(), "what was in force stays");
            }
        }
        if (wrong.isEmpty() && !refused.isEmpty() && !changed) {
            logInForce(refused.get(0).file().orElse(folders.named()));
        }
    }

    @Override
    public void configured(Map<String, ?> configuration) {
        // Files alone count: what somebody else gives Config Admin is ignored
    }

    /** What is published, after a look where nothing is in force yet, or where others judge it than before. */
    private Published upToDate() {
        if (isOutdated()) {
            turn.take(() -> {
                if (isOutdated()) {
                    readAll();
                }
            });
        }
        return published;
    }

    private boolean isOutdated() {
        return !ended && (published.since().isEmpty() || !published.judgedBy().equals(judges.all()));
    }

    private Published required() {
        Published now = upToDate();
        if (now.since().isEmpty()) {
            throw new SettingsException(now.refused());
        }
        return now;
    }

    @Override
    protected LaunchRules current() {
        return required().settings();
    }

    @Override
    public void require() {
        required();
    }

    @Override
    protected RefusedSetting refused(String key, Problem problem) {
        Content content = published.inForce().get(LaunchRules.PID);
        return content == null ? withoutFile(key, problem) : Judges.at(content, key, problem);
    }

    @Override
    public SettingsState state() {
        Published now = upToDate();
        return now.since().isEmpty()
                ? new SettingsState(List.of(), now.refused(), now.since())
                : new SettingsState(
                        InForce.of(now.inForce(), judges),
                        both(
                                both(now.refused(), ofTypes(now.settings())),
                                holders().refused()),
                        now.since());
    }
}
