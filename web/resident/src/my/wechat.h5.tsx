/** PhoneButton is WeChat's; a browser has none. */
export const PhoneButton = (_: { done: () => Promise<void> }) => null

/** silently signs in nobody: a browser keeps its cookie. */
export const silently = async (): Promise<boolean> => false
