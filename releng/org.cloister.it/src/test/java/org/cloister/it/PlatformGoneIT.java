// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.platform.Vmm;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.benchmarks.swap.Load;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

/** Two running guests and one paused, whose platform goes in each of the ways in which a bundle goes. */
class PlatformGoneIT {
    private static final long PATIENCE_SECONDS = 30;

    private SwapBed bed;

    @BeforeEach
    void start() throws Exception {
        bed = SwapBed.start("PlatformGone", Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
    }

    private enum Way {
        STOPPED {
            @Override
            void go(SwapBed bed, Bundle platform) throws Exception {
                platform.stop();
                platform.start();
            }
        },
        UPDATED {
            @Override
            void go(SwapBed bed, Bundle platform) throws Exception {
                platform.update();
            }
        },
        REFRESHED {
            @Override
            void go(SwapBed bed, Bundle platform) throws Exception {
                CountDownLatch done = new CountDownLatch(1);
                bed.host.framework().adapt(FrameworkWiring.class).refreshBundles(List.of(platform), event -> {
                    if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                        done.countDown();
                    }
                });
                assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            }
        },
        REMOVED {
            @Override
            void go(SwapBed bed, Bundle platform) throws Exception {
                String location = platform.getLocation();
                platform.uninstall();
                bed.host.context().installBundle(location).start();
            }
        };

        abstract void go(SwapBed bed, Bundle platform) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void itsGuestsEndAndTheNextOnesLive(Way way) throws Exception {
        Guest first = launch(false);
        Guest paused = launch(true);
        Guest last = launch(false);
        way.go(bed, bed.host.bundle("org.cloister.softsev"));
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.launcher.ended()).extracting(EndedGuest::id).containsExactly(last.id(), paused.id(), first.id());
        Stream.of(first, paused, last).forEach(PlatformGoneIT::gone);
        awaitPlatform();
        assertThat(bed.usage().machines()).isZero();
        assertThat(bed.usage().guests()).isZero();
        bed.serves();
    }

    /** The table of docs/operators.md. */
    @ParameterizedTest
    @CsvSource({
        "org.apache.felix.configadmin, stop,    RUNNING",
        "org.apache.felix.configadmin, refresh, CLOSED",
        "org.apache.felix.eventadmin,  stop,    RUNNING",
        "org.apache.felix.eventadmin,  refresh, RUNNING",
        "org.apache.felix.scr,         stop,    CLOSED",
        "org.apache.felix.scr,         refresh, CLOSED",
        "org.cloister.core,            stop,    CLOSED",
        "org.cloister.core,            refresh, CLOSED",
        "org.cloister.insight,         refresh, RUNNING",
        "org.cloister.kvm,             refresh, RUNNING",
        "org.cloister.snp,             refresh, RUNNING"
    })
    void whatElseEndsGuests(String name, String way, GuestState after) throws Exception {
        Guest guest = launch(false);
        Bundle bundle = bed.host.bundle(name);
        if (way.equals("stop")) {
            bundle.stop();
        } else {
            Way.REFRESHED.go(bed, bundle);
        }
        assertThat(guest.state()).isEqualTo(after);
        guest.close();
    }

    private static void gone(Guest guest) {
        assertThat(guest.state()).isEqualTo(GuestState.CLOSED);
        assertThatThrownBy(() -> guest.proceed(Limits.NONE))
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("platform.gone"))
                .hasMessageContaining("org.cloister.softsev");
    }

    private Guest launch(boolean paused) {
        return bed.launcher.launch(Load.request(paused), LaunchListener.SILENT, Limits.NONE);
    }

    @Test
    void aNewConfigurationKeepsThePlatformAndItsGuests() throws Exception {
        Guest running = launch(false);
        Guest paused = launch(true);
        Object before = awaitPlatform("").getProperty(Constants.SERVICE_ID);
        configure("vcpus.max", "3");
        configure("generatoin", "turin");
        assertThat(refused()).contains("generatoin in configuration org.cloister.softsev: there is no such setting");
        configure("cbit", "47");
        assertThat(refused()).contains("cbit in configuration org.cloister.softsev: this is part of", "machines: 2");
        assertThat(awaitPlatform("").getProperty(Constants.SERVICE_ID)).isEqualTo(before);
        assertThat(bed.usage().machines()).isEqualTo(2);
        assertThat(running.status().ready()).isTrue();
        paused.proceed(Limits.NONE);
        bed.serves();
        running.close();
        paused.close();
        configure("asid.max", "1000");
        assertThat(refused()).isEmpty();
        bed.serves();
    }

    private String refused() throws Exception {
        return bed.host.service(OperatorSettings.class).state().refused().stream()
                .map(one -> one.placed().message())
                .collect(Collectors.joining());
    }

    private void configure(String key, String value) throws Exception {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(key, value);
        GivenConfiguration.of(bed.host.context(), "org.cloister.softsev").update(properties);
        awaitPlatform("(" + key + "=" + value + ")");
    }

    private void awaitPlatform() throws Exception {
        awaitPlatform("");
    }

    private ServiceReference<Object> awaitPlatform(String like) throws Exception {
        String filter = "(&(objectClass=" + Vmm.class.getName() + ")(component.name=*SoftSev)" + like + ")";
        ServiceTracker<Object, Object> tracker =
                new ServiceTracker<>(bed.host.context(), bed.host.context().createFilter(filter), null);
        tracker.open();
        try {
            assertThat(tracker.waitForService(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)))
                    .isNotNull();
            return tracker.getServiceReference();
        } finally {
            tracker.close();
        }
    }
}
