const tab = (page: string, icon: string, text: string) => ({ pagePath: `pages/${page}/index`, iconPath: `icons/${icon}.png`, selectedIconPath: `icons/${icon}-on.png`, text })

export default defineAppConfig({
  entryPagePath: 'pages/home/index',
  pages: ['pages/home/index', 'pages/hut/index', 'pages/discuss/index', 'pages/me/index'],
  subPackages: [
    { root: 'sub/order', pages: ['find/index', 'service/index', 'place/index', 'story/index', 'mine/index', 'series/index', 'waiting/index', 'rate/index', 'complain/index'] },
    { root: 'sub/hut', pages: ['suits/index'] },
    { root: 'sub/my', pages: ['signin/index', 'privacy/index', 'family/index', 'invite/index', 'messages/index', 'settings/index', 'looked/index', 'who/index', 'care/index'] },
  ],
  window: { navigationBarTitleText: '邻里', navigationBarBackgroundColor: '#ffffff', navigationBarTextStyle: 'black', backgroundColor: '#f4f6f5' },
  lazyCodeLoading: 'requiredComponents',
  // In a browser ours (kit/TabBar), which grows with care mode; in WeChat its own,
  // which the phone's text size governs: the Vite runner builds no custom one.
  tabBar: {
    custom: process.env.TARO_ENV === 'h5', color: '#4d4d4d', selectedColor: '#0a6b4d', backgroundColor: '#ffffff',
    list: [tab('hut', 'hut', '小屋'), tab('home', 'services', '服务'), tab('discuss', 'discuss', '议事'), tab('me', 'me', '我的')],
  },
})
