/**
 * Loaded once, before any workflow. The SDK writes down a stack for every promise a workflow makes, to answer a
 * debugging query: a third of the sandbox's time. Ours only wait and ask, and what fails does so in an activity, which
 * keeps its stack.
 */
Error.stackTraceLimit = 0;
