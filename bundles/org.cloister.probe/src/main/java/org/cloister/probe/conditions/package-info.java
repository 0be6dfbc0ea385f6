/** Publishes what platforms offer as conditions, and keeps that up to date. */
package org.cloister.probe.conditions;
