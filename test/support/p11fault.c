/*
 * A PKCS#11 module for tests that stands between the caller and a real module and does what a rule file says.
 *
 *   P11FAULT_MODULE   the real module
 *   P11FAULT_RULES    rule file, read again at every call; after the first line one rule a line:
 *                     <function> <key>=<value> ...
 *
 *   rv=N      return N instead of calling the real function
 *   late=N    call the real function, then return N: done, but said to have failed
 *   skip=N    leave the first N matching calls alone
 *   times=N   act on N calls, then no more
 *   delay=N   wait N milliseconds first
 *   kill=N    send signal N to this process
 *   set=N     set these flags, clear=N: clear these flags (C_GetTokenInfo, C_GetSlotInfo)
 *   hide=1    report no slots (C_GetSlotList)
 *
 * Calls are counted per function, anew when the first line of the file ("# anything") changes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <pkcs11/pkcs11.h>

typedef struct {
  int applies;
  unsigned long rv, late, skip, times, delay, signal, set, clear, hide;
} Rule;

typedef struct {
  const char *function;
  unsigned long calls;
} Counter;

static CK_FUNCTION_LIST *real;
static CK_FUNCTION_LIST wrapped;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Counter counters[80];
static char generation[64];

/* `function` is a literal, so its address identifies it. */
static unsigned long count_call(const char *function, const char *first_line) {
  unsigned long calls = 0;
  pthread_mutex_lock(&lock);
  if (strncmp(generation, first_line, sizeof generation - 1) != 0) {
    strncpy(generation, first_line, sizeof generation - 1);
    memset(counters, 0, sizeof counters);
  }
  for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++) {
    if (counters[i].function == NULL) counters[i].function = function;
    if (strcmp(counters[i].function, function) == 0) {
      calls = ++counters[i].calls;
      break;
    }
  }
  pthread_mutex_unlock(&lock);
  return calls;
}

static void set_option(Rule *rule, const char *key, unsigned long value) {
  if (strcmp(key, "rv") == 0) rule->rv = value;
  if (strcmp(key, "late") == 0) rule->late = value;
  if (strcmp(key, "skip") == 0) rule->skip = value;
  if (strcmp(key, "times") == 0) rule->times = value;
  if (strcmp(key, "delay") == 0) rule->delay = value;
  if (strcmp(key, "kill") == 0) rule->signal = value;
  if (strcmp(key, "set") == 0) rule->set = value;
  if (strcmp(key, "clear") == 0) rule->clear = value;
  if (strcmp(key, "hide") == 0) rule->hide = value;
}

/* Returns 1 when the line is about `function`. */
static int parse_line(char *line, const char *function, Rule *rule) {
  char *rest = NULL;
  char *word = strtok_r(line, " \t\r\n", &rest);
  if (word == NULL || strcmp(word, function) != 0) return 0;
  while ((word = strtok_r(NULL, " \t\r\n", &rest)) != NULL) {
    char *equals = strchr(word, '=');
    if (equals == NULL) continue;
    *equals = '\0';
    set_option(rule, word, strtoul(equals + 1, NULL, 0));
  }
  return 1;
}

/* Counts the call. The rule applies or does not. */
static Rule read_rule(const char *function) {
  Rule rule = {.times = ~0UL};
  const char *path = getenv("P11FAULT_RULES");
  FILE *file = path == NULL ? NULL : fopen(path, "r");
  char line[256];
  unsigned long call;
  if (file == NULL) return rule;
  if (fgets(line, sizeof line, file) == NULL) line[0] = '\0';
  call = count_call(function, line);
  while (!rule.applies && fgets(line, sizeof line, file) != NULL) rule.applies = parse_line(line, function, &rule);
  fclose(file);
  if (call <= rule.skip || call - rule.skip > rule.times) rule.applies = 0;
  return rule;
}

static void wait_milliseconds(unsigned long milliseconds) {
  struct timespec rest = {(time_t)(milliseconds / 1000), (long)(milliseconds % 1000) * 1000000L};
  while (nanosleep(&rest, &rest) != 0) continue;
}

/* Waits and kills as told, and says what else is to be done. */
static Rule enter(const char *function) {
  Rule rule = read_rule(function);
  if (!rule.applies) return (Rule){0};
  if (rule.delay != 0) wait_milliseconds(rule.delay);
  if (rule.signal != 0) kill(getpid(), (int)rule.signal);
  return rule;
}

#define FORWARD(name, parameters, arguments)        \
  static CK_RV fault_##name parameters {            \
    Rule rule = enter(#name);                       \
    if (rule.rv != CKR_OK) return rule.rv;          \
    CK_RV result = real->name arguments;            \
    return rule.late != CKR_OK ? rule.late : result; \
  }

FORWARD(C_Initialize, (CK_VOID_PTR arguments), (arguments))
FORWARD(C_OpenSession, (CK_SLOT_ID slot, CK_FLAGS flags, CK_VOID_PTR data, CK_NOTIFY notify, CK_SESSION_HANDLE_PTR session),
        (slot, flags, data, notify, session))
FORWARD(C_Login, (CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length),
        (session, user, pin, length))
FORWARD(C_FindObjectsInit, (CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR attributes, CK_ULONG count),
        (session, attributes, count))
FORWARD(C_FindObjects, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE_PTR objects, CK_ULONG max, CK_ULONG_PTR count),
        (session, objects, max, count))
FORWARD(C_GetAttributeValue,
        (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_PTR attributes, CK_ULONG count),
        (session, object, attributes, count))
FORWARD(C_DestroyObject, (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object), (session, object))
FORWARD(C_GenerateRandom, (CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG length), (session, data, length))
FORWARD(C_SignInit, (CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE key),
        (session, mechanism, key))
FORWARD(C_Sign,
        (CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG length, CK_BYTE_PTR signature, CK_ULONG_PTR signatureLength),
        (session, data, length, signature, signatureLength))
FORWARD(C_GenerateKeyPair,
        (CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_ATTRIBUTE_PTR publicKey, CK_ULONG publicCount,
         CK_ATTRIBUTE_PTR privateKey, CK_ULONG privateCount, CK_OBJECT_HANDLE_PTR publicHandle,
         CK_OBJECT_HANDLE_PTR privateHandle),
        (session, mechanism, publicKey, publicCount, privateKey, privateCount, publicHandle, privateHandle))

FORWARD(C_SetPIN,
        (CK_SESSION_HANDLE session, CK_UTF8CHAR_PTR old, CK_ULONG oldLength, CK_UTF8CHAR_PTR new, CK_ULONG newLength),
        (session, old, oldLength, new, newLength))
FORWARD(C_CreateObject,
        (CK_SESSION_HANDLE session, CK_ATTRIBUTE_PTR attributes, CK_ULONG count, CK_OBJECT_HANDLE_PTR object),
        (session, attributes, count, object))
FORWARD(C_SetAttributeValue,
        (CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_PTR attributes, CK_ULONG count),
        (session, object, attributes, count))
FORWARD(C_WrapKey,
        (CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE wrapping, CK_OBJECT_HANDLE key,
         CK_BYTE_PTR wrapped, CK_ULONG_PTR length),
        (session, mechanism, wrapping, key, wrapped, length))
FORWARD(C_UnwrapKey,
        (CK_SESSION_HANDLE session, CK_MECHANISM_PTR mechanism, CK_OBJECT_HANDLE unwrapping, CK_BYTE_PTR wrapped,
         CK_ULONG length, CK_ATTRIBUTE_PTR attributes, CK_ULONG count, CK_OBJECT_HANDLE_PTR key),
        (session, mechanism, unwrapping, wrapped, length, attributes, count, key))

static CK_RV fault_C_GetSlotList(CK_BBOOL present, CK_SLOT_ID_PTR slots, CK_ULONG_PTR count) {
  Rule rule = enter("C_GetSlotList");
  if (rule.rv != CKR_OK) return rule.rv;
  if (rule.hide == 0) return real->C_GetSlotList(present, slots, count);
  *count = 0;
  return CKR_OK;
}

static CK_RV fault_C_GetSlotInfo(CK_SLOT_ID slot, CK_SLOT_INFO_PTR info) {
  Rule rule = enter("C_GetSlotInfo");
  if (rule.rv != CKR_OK) return rule.rv;
  CK_RV result = real->C_GetSlotInfo(slot, info);
  if (result == CKR_OK) info->flags = (info->flags & ~rule.clear) | rule.set;
  return result;
}

static CK_RV fault_C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  Rule rule = enter("C_GetTokenInfo");
  if (rule.rv != CKR_OK) return rule.rv;
  CK_RV result = real->C_GetTokenInfo(slot, info);
  if (result == CKR_OK) info->flags = (info->flags & ~rule.clear) | rule.set;
  return result;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  const char *path = getenv("P11FAULT_MODULE");
  void *library = path == NULL ? NULL : dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return CKR_GENERAL_ERROR;
  CK_C_GetFunctionList get = (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList");
  if (get == NULL || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
  wrapped = *real;
  wrapped.C_GetFunctionList = C_GetFunctionList;
#define WRAP(name) wrapped.name = fault_##name
  WRAP(C_Initialize);
  WRAP(C_OpenSession);
  WRAP(C_Login);
  WRAP(C_FindObjectsInit);
  WRAP(C_FindObjects);
  WRAP(C_GetAttributeValue);
  WRAP(C_DestroyObject);
  WRAP(C_GenerateRandom);
  WRAP(C_SignInit);
  WRAP(C_Sign);
  WRAP(C_GenerateKeyPair);
  WRAP(C_SetPIN);
  WRAP(C_CreateObject);
  WRAP(C_SetAttributeValue);
  WRAP(C_WrapKey);
  WRAP(C_UnwrapKey);
  WRAP(C_GetSlotList);
  WRAP(C_GetSlotInfo);
  WRAP(C_GetTokenInfo);
  *list = &wrapped;
  return CKR_OK;
}
